/** Messages that were sent, changed later: a message of WhatsApp that names another one. */
import type { AnyMessageContent, WAMessageKey } from 'baileys'
import { OmniError } from '../../../../src-shared/errors.ts'
import { SendError, type SentRef } from '../port.ts'
import { parseJid } from '../whatsapp/jid.ts'
import { libraryLog } from './library-log.ts'
import { messageIdOf } from './message-id.ts'
import { asOmniError, type Failed, relayed, type SendParts } from './send.ts'

/** The attribute of the stanza. Baileys 7.0.0-rc14, `sendMessage`. */
const EDIT = '1'
const REVOKE_OWN = '7'

type Parts = Pick<SendParts, 'link' | 'sent' | 'timers' | 'log'>

/** @param text null: it is taken back from everybody */
export async function changeSent(
  parts: Parts,
  { chatExternalId, externalId }: SentRef,
  text: string | null,
  signal: AbortSignal,
): Promise<void> {
  const { link, sent, log } = parts
  const request = { change: text === null ? 'revoke' : 'edit', id: externalId, chat: chatExternalId, text }
  const failed: Failed = (error, wasSent, isTransient) =>
    new SendError({ error, wasSent, isTransient, retryAfterMs: null, request, response: error.details ?? null })
  const live = await link.whenOpen(signal).catch((error: unknown) => {
    throw failed(asOmniError(error, 'not_connected'), 'no', true)
  })
  const { baileys } = link
  const jid = parseJid(chatExternalId)?.address
  if (baileys === null || jid === undefined)
    throw failed(new OmniError('not_connected', 'WhatsApp is not connected right now.'), 'no', true)

  const key: WAMessageKey = { id: externalId, remoteJid: jid, fromMe: true }
  // The same change has the same id: WhatsApp shows an id once.
  const id = messageIdOf({ deliveryId: `change/${externalId}/${text ?? ''}`, externalId: null })
  const content: AnyMessageContent = text === null ? { delete: key } : { text, edit: key, linkPreview: null }
  const { message } = await live
    .whileAlive(
      baileys.generateWAMessage(jid, content, {
        messageId: id,
        logger: libraryLog(log),
        userJid: live.socket.user?.id ?? '',
        upload: live.socket.waUploadToServer,
      }),
    )
    .catch((error: unknown) => {
      throw failed(asOmniError(error), 'no', false)
    })
  // A phone that cannot decrypt it asks for it again.
  await sent.save(baileys, id, message ?? {}, false)
  await relayed(parts, live, { jid, message: message ?? {}, id, edit: text === null ? REVOKE_OWN : EDIT }, signal, failed)
}
