/** One outbound part to one message of WhatsApp, and what its failure means for a repetition. */
import type { proto } from 'baileys'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import { type OutboundPart, SendError, type SendReceipt } from '../port.ts'
import { parseJid } from '../whatsapp/jid.ts'
import { traceable } from '../whatsapp/normalize/raw.ts'
import type { Baileys } from './baileys.ts'
import { type PartSources, toBaileysContent } from './content/to-baileys-content.ts'
import { libraryLog } from './library-log.ts'
import type { Link } from './link.ts'
import { type LiveSocket, RefusedByWhatsApp } from './live-socket.ts'
import { messageIdOf } from './message-id.ts'
import type { SentMessages } from './sent-messages.ts'

/** WhatsApp confirms within a second; a line that does not is given up, and the message repeated on a new one. */
const CONFIRM_MS = 20_000

export interface SendParts {
  link: Link
  sent: SentMessages
  sources: PartSources
  timers: Timers
  log: Logger
}

export type Failed = (error: OmniError, wasSent: 'no' | 'maybe', isTransient: boolean) => SendError

/** Sends one part. Resolves when WhatsApp has it; throws a {@link SendError} that says whether it may have arrived. */
export async function sendPart(parts: SendParts, part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
  const { link, sent } = parts
  const id = messageIdOf(part)
  const request = { id, chat: part.chatExternalId, content: traceable(part.content), quoted: part.quotedExternalId }
  const failed: Failed = (error, wasSent, isTransient) =>
    new SendError({ error, wasSent, isTransient, retryAfterMs: null, request, response: error.details ?? null })

  const live = await link.whenOpen(signal).catch((error: unknown) => {
    // What a person wrote waits until the account is connected again.
    throw failed(asOmniError(error), 'no', true)
  })
  const { baileys } = link
  if (baileys === null) throw failed(new OmniError('not_connected', 'WhatsApp is not connected right now.'), 'no', true)

  let message: proto.IMessage
  let jid: string
  try {
    jid = await live.whileAlive(recipient(part.chatExternalId, live))
    message = (await sent.find(baileys, id)) ?? (await live.whileAlive(compose(parts, baileys, live, { ...part, externalId: id })))
    await sent.save(baileys, id, message, false)
  } catch (error) {
    const known = asOmniError(error)
    throw failed(known, 'no', !['bad_request', 'forbidden', 'not_found', 'too_large', 'unsupported'].includes(known.code))
  }

  await relayed(parts, live, { jid, message, id }, signal, failed)
  // Only spares a question later: nothing depends on it.
  sent.save(baileys, id, message, true).catch((error: unknown) => parts.log.debug({ error: errorMessage(error) }, 'not noted as confirmed'))
  const chatExternalId = jid === part.chatExternalId ? null : jid
  return { externalId: id, chatExternalId, request, response: { id, to: jid, acknowledged: true } }
}

/** Hands a message to WhatsApp and resolves when WhatsApp has it. `edit` marks one that changes another. */
export async function relayed(
  { link, timers }: Pick<SendParts, 'link' | 'timers'>,
  live: LiveSocket,
  { jid, message, id, edit }: { jid: string; message: proto.IMessage; id: string; edit?: string },
  signal: AbortSignal,
  failed: Failed,
): Promise<void> {
  const confirmed = new AbortController()
  const cancel = timers.after(CONFIRM_MS, () => {
    confirmed.abort(new Error('not confirmed in time'))
    link.suspect(live)
  })
  try {
    const until = AbortSignal.any([signal, confirmed.signal])
    await live.relay(jid, message, { messageId: id, signal: until, ...(edit === undefined ? {} : { edit }) })
  } catch (error) {
    if (error instanceof RefusedByWhatsApp)
      throw failed(new OmniError('platform_error', refusalText(error.code), { details: { code: error.code } }), 'no', false)
    throw failed(asOmniError(error, 'not_connected'), 'maybe', true)
  } finally {
    cancel()
  }
}

/** What WhatsApp's codes mean. Baileys 7.0.0-rc14, `SERVER_ERROR_CODES` and `NACK_REASONS`. */
function refusalText(code: number): string {
  if (code === 463) return 'WhatsApp did not take the message: this number may not begin new chats at the moment.'
  if (code === 479) return 'WhatsApp did not take the message: it knows no device of this recipient.'
  return 'WhatsApp refused the message.'
}

async function compose(parts: SendParts, baileys: Baileys, live: LiveSocket, part: OutboundPart): Promise<proto.IMessage> {
  const { jid, content, options } = await toBaileysContent(part, parts.sources)
  const { socket } = live
  const full = await baileys.generateWAMessage(jid, content, {
    ...options,
    logger: libraryLog(parts.log),
    userJid: socket.user?.id ?? '',
    upload: socket.waUploadToServer,
  })
  return full.message ?? {}
}

/**
 * The address as WhatsApp knows it (Brazil's ninth digit). Somebody who already has a session is
 * not asked about: WhatsApp counts such questions.
 */
async function recipient(chatExternalId: string, live: LiveSocket): Promise<string> {
  const jid = parseJid(chatExternalId)
  if (jid === null || jid.kind === 'other') throw new OmniError('bad_request', `"${chatExternalId.slice(0, 60)}" is not a WhatsApp chat.`)
  if (jid.kind !== 'phone') return jid.address
  const { socket } = live
  if ((await socket.signalRepository.lidMapping.getLIDForPN(jid.address)) !== null) return jid.address
  const [found] = (await socket.onWhatsApp(jid.address)) ?? []
  if (found?.exists !== true) throw new OmniError('bad_request', `The number ${jid.user} is not on WhatsApp.`)
  return parseJid(found.jid)?.address ?? jid.address
}

export function asOmniError(error: unknown, code: 'internal' | 'not_connected' = 'internal'): OmniError {
  if (error instanceof OmniError) return error
  return new OmniError(code, code === 'internal' ? 'The message could not be prepared.' : 'WhatsApp is not connected right now.', {
    cause: error,
    details: { reason: errorMessage(error) },
  })
}
