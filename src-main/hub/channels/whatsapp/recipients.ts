/** How the people and chats of WhatsApp are addressed, by whichever way it is reached. */
import { phoneDigits } from '../../../../src-shared/phone-number.ts'
import type { Recipients, V1WhatsAppFields } from '../port.ts'
import { chatIdFor, lidJid, parseJid, phoneJid } from './jid.ts'

export const whatsappRecipients: Recipients = {
  chatIdFor,
  identityOf(recipient) {
    const text = recipient.trim()
    const jid = parseJid(text.replace(/^\+/, ''))
    if (jid !== null) return jid.kind === 'phone' || jid.kind === 'lid' ? { kind: jid.kind, value: jid.user } : null
    const digits = phoneDigits(text.replace(/@.*$/, ''))
    return digits === null ? null : { kind: 'phone', value: digits }
  },
  addressOf(identities) {
    const phone = identities.find(({ kind }) => kind === 'phone')
    if (phone !== undefined) return phoneJid(phone.value)
    const lid = identities.find(({ kind }) => kind === 'lid')
    return lid === undefined ? null : lidJid(lid.value)
  },
  isGroup: (chatExternalId) => parseJid(chatExternalId)?.kind === 'group',
}

/** What v1's REST API tells of an account. */
export const v1Fields: V1WhatsAppFields = {
  remoteName: ({ remoteName }, instanceName) => (typeof remoteName === 'string' && remoteName !== '' ? remoteName : instanceName),
  ownerJid: (account) => (account.includes('@') ? account : phoneJid(phoneDigits(account) ?? account)),
}
