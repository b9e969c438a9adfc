import { phoneText } from './phone.ts'

/** An account as its platform names it; a phone number as people of its country write it. */
export function accountText(account: string): string {
  return /^\d{6,15}$/.test(account) ? phoneText(account) : account
}
