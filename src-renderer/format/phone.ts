import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Digits (E.164 without the plus) as they are written in their own country. */
export function phoneText(digits: string): string {
  return parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? `+${digits}`
}
