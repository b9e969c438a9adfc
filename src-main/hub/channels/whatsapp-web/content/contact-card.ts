/** Contacts on their way out, as vCard 3.0 (RFC 2426), the version that WhatsApp writes itself. */

import type { proto } from 'baileys'
import { phoneDigits } from '../../../../../src-shared/phone-number.ts'
import type { OutboundPart } from '../../port.ts'

type Contact = Extract<OutboundPart['content'], { type: 'contacts' }>['contacts'][number]

/** RFC 2426 §4: backslash, comma, semicolon and line breaks are escaped. */
const escaped = (text: string) => text.replace(/[\\,;]/g, '\\$&').replace(/\r?\n|\r/g, '\\n')

/** `waid` makes the number a chat on the receiving phone. */
export function vcardOf({ fullName, phoneNumber, email, organization, url }: Contact): string {
  const digits = phoneDigits(phoneNumber) ?? ''
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(fullName)};;;`,
    `FN:${escaped(fullName)}`,
    ...(organization ? [`ORG:${escaped(organization)}`] : []),
    ...(email ? [`EMAIL:${escaped(email)}`] : []),
    ...(url ? [`URL:${escaped(url)}`] : []),
    `TEL;type=CELL;type=VOICE;waid=${digits}:${escaped(phoneNumber)}`,
    'END:VCARD',
  ].join('\n')
}

export function contactMessage(contact: Contact): proto.Message.IContactMessage {
  return { displayName: contact.fullName, vcard: vcardOf(contact) }
}
