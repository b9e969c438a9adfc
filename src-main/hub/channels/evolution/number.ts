/** How Evolution wants a recipient to be written. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { parseJid } from '../whatsapp/jid.ts'

/** The `number` of a call: digits for a phone (it then finds Brazil's ninth digit itself), else the JID. */
export function numberFor(chatExternalId: string): string {
  const jid = parseJid(chatExternalId)
  if (!jid || jid.kind === 'other') throw new OmniError('bad_request', `"${chatExternalId.slice(0, 60)}" is not a WhatsApp chat.`)
  return jid.kind === 'phone' ? jid.user : jid.address
}
