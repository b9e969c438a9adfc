/** One outbound part to one call of Evolution, and what its failure means for a repetition. */

import { OmniError } from '../../../../src-shared/errors.ts'
import { phoneDigits } from '../../../../src-shared/phone-number.ts'
import type { FetchedFile } from '../../runtime/http/fetch-file.ts'
import type { JsonObject } from '../../runtime/json.ts'
import { type OutboundPart, SendError, type SendReceipt } from '../port.ts'
import { parseJid } from '../whatsapp/jid.ts'
import { field, stringAt } from '../whatsapp/normalize/json.ts'
import { traceable } from '../whatsapp/normalize/raw.ts'
import type { EvolutionApi } from './api.ts'
import { EvolutionError } from './failures.ts'
import { numberFor } from './number.ts'

/** The bytes behind a web address, bounded in size and time. Throws an OmniError. */
export type FetchFile = (url: string) => Promise<FetchedFile>

interface Route {
  name: string
  body: JsonObject
}

interface SentFile {
  /** Bare, never a `data:` URL. */
  base64: string
  fileName: string | null
  mimeType: string | null
}

/** Evolution would take an address, too. But it would look it up again, within the office and unguarded. */
async function fileOf({ url, base64 }: { url: string | null; base64: string | null }, fetch: FetchFile): Promise<SentFile> {
  if (base64) return { base64: base64.startsWith('data:') ? base64.slice(base64.indexOf(',') + 1) : base64, fileName: null, mimeType: null }
  if (!url) throw new OmniError('bad_request', 'The file has neither an address nor content.')
  const { bytes, fileName, mimeType } = await fetch(url)
  // The ending of the name tells more than what is said of any file.
  const saysNothing = mimeType === 'application/octet-stream' && fileName?.includes('.')
  return { base64: Buffer.from(bytes).toString('base64'), fileName, mimeType: saysNothing ? null : mimeType }
}

function mentionFor(mention: string): string {
  return parseJid(mention)?.address ?? phoneDigits(mention) ?? ''
}

/** The call for a part. Throws an OmniError `bad_request` when the part cannot be sent at all, and what `fetch` throws. */
async function routeFor(part: OutboundPart, fetch: FetchFile): Promise<Route> {
  const { content } = part
  const quoted = part.quotedExternalId ? { quoted: { key: { id: part.quotedExternalId } } } : {}
  const number = numberFor(part.chatExternalId)
  switch (content.type) {
    case 'text': {
      const mentioned = content.mentions.map(mentionFor).filter((mention) => mention !== '')
      const mentions = { ...(mentioned.length > 0 ? { mentioned } : {}), ...(content.mentionsEveryone ? { mentionsEveryOne: true } : {}) }
      return { name: 'sendText', body: { number, text: content.text, linkPreview: content.linkPreview, ...mentions, ...quoted } }
    }
    case 'media': {
      const { base64: media, ...file } = await fileOf(content, fetch)
      const mimetype = content.mimeType ?? file.mimeType
      const fileName = content.fileName ?? file.fileName
      const optional = {
        ...(mimetype ? { mimetype } : {}),
        ...(content.caption ? { caption: content.caption } : {}),
        ...(fileName ? { fileName } : {}),
      }
      return { name: 'sendMedia', body: { number, mediatype: content.mediaType, media, ...optional, ...quoted } }
    }
    case 'audio':
      return { name: 'sendWhatsAppAudio', body: { number, audio: (await fileOf(content, fetch)).base64, ...quoted } }
    case 'sticker':
      return { name: 'sendSticker', body: { number, sticker: (await fileOf(content, fetch)).base64, ...quoted } }
    case 'contacts': {
      const contact = content.contacts.map((card) => ({
        fullName: card.fullName,
        wuid: phoneDigits(card.phoneNumber) ?? '',
        phoneNumber: card.phoneNumber,
        ...(card.organization ? { organization: card.organization } : {}),
        ...(card.email ? { email: card.email } : {}),
        ...(card.url ? { url: card.url } : {}),
      }))
      return { name: 'sendContact', body: { number, contact, ...quoted } }
    }
    case 'reaction': {
      const key = { id: content.targetExternalId, remoteJid: part.chatExternalId, fromMe: content.targetIsOwn }
      return { name: 'sendReaction', body: { key, reaction: content.emoji } }
    }
  }
}

const TRANSIENT = new Set(['not_connected', 'unreachable', 'rate_limited', 'timeout', 'platform_error'])

export function sendError(error: unknown, request: unknown): SendError {
  if (error instanceof EvolutionError) {
    return new SendError({
      error,
      wasSent: error.outcome === 'refused' ? 'no' : 'maybe',
      isTransient: TRANSIENT.has(error.code),
      retryAfterMs: error.retryAfterMs,
      request,
      response: traceable(error.response),
    })
  }
  const known = error instanceof OmniError ? error : new OmniError('internal', 'The message could not be prepared.', { cause: error })
  // The server of a file may be back in a minute.
  return new SendError({
    error: known,
    wasSent: 'no',
    isTransient: known.code === 'unreachable',
    retryAfterMs: null,
    request,
    response: null,
  })
}

/** The chat as the platform rewrote it; a LID never replaces a phone, since the phone is the stable name here. */
function rewrittenChat(sentTo: string, answered: unknown): string | null {
  const before = parseJid(sentTo)
  const after = parseJid(answered)
  if (!before || !after || after.kind === 'other' || after.address === before.address) return null
  return after.kind === 'lid' && before.kind !== 'lid' ? null : after.address
}

/** Sends one part. Throws a {@link SendError} that says whether it may have arrived. */
export async function sendPart(api: EvolutionApi, fetch: FetchFile, part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
  let request: unknown = null
  try {
    const route = await routeFor(part, fetch)
    request = { route: route.name, body: traceable(route.body) }
    const answer = await api.sendMessage(route.name, route.body, signal)
    const externalId = stringAt(field(answer, 'key'), 'id')
    if (!externalId) {
      throw new EvolutionError('invalid_response', 'The Evolution server took the message, but did not say under which id.', {
        outcome: 'unclear',
        response: answer,
      })
    }
    const chatExternalId = rewrittenChat(part.chatExternalId, field(field(answer, 'key'), 'remoteJid'))
    return { externalId, chatExternalId, request, response: traceable(answer) }
  } catch (error) {
    throw sendError(error, request)
  }
}
