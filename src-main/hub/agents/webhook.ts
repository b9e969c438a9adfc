/**
 * Anything else: a program is called with the message and answers at once, or later at the address
 * that the call names (contracts/agents.md, "webhook").
 *
 * Known limits: while a later reply is awaited the turn keeps its slot; the time limit of the profile
 * is the longest that one is waited for.
 */

import { webAddress } from './address.ts'
import { ask } from './ask.ts'
import { backgroundFields } from './background.ts'
import { completed } from './completed.ts'
import { questionWords } from './history.ts'
import { failed } from './http.ts'
import type { AgentBackend, AgentConfig, AgentEvent, AgentMedia, AgentRequest } from './port.ts'
import { readLonely } from './streamed.ts'
import { readAnswer, readBody, readItems } from './webhook/answer.ts'
import { settingsSchema, type } from './webhook/settings.ts'
import { signedHeaders } from './webhook/sign.ts'

/** A reply has to be awaited for less than the time limit, or the limit would end the turn first. */
const WAIT_MARGIN_MS = 500

function bodyOf(request: AgentRequest, replyUrl: string | null, nowMs: number) {
  const { instance, chat, sender } = request
  return {
    event: { id: request.turnId, type: 'message.received', timestamp: new Date(nowMs).toISOString() },
    instance: { id: instance.id, name: instance.name, channel_type: instance.channel },
    chat: { id: chat.externalId, kind: chat.kind, name: chat.name },
    sender: { id: sender.platformId, name: sender.name, phone_number: sender.phoneNumber, user_id: sender.userId },
    content: {
      type: request.kind,
      text: questionWords(request, hasFile),
      quoted_text: request.quotedText,
      media: request.media.map(mediaOf),
    },
    session: { name: request.session.name, is_new: request.session.isNew },
    ...backgroundFields(request),
    trace_id: request.turnId,
    reply_url: replyUrl,
  }
}

const hasFile = ({ base64, url }: AgentMedia) => base64 !== null || url !== null

function mediaOf(media: AgentMedia) {
  return { kind: media.kind, mime_type: media.mimeType, file_name: media.fileName, url: media.url, data: media.base64 }
}

export const webhook: AgentBackend = {
  kind: 'webhook',
  type,
  v1: { url: 'url' },
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp: (settings) => settingsSchema.parse(settings).url !== '',
  async *run(request, config, signal) {
    const url = webAddress(settingsSchema.parse(config.settings).url)
    if (url === null) {
      yield failed('invalid_response', 'The address of the agent is not a valid web address.')
      return
    }
    if (signal.aborted) {
      yield failed('cancelled', 'The answer was stopped.')
      return
    }
    const awaited = await config.replies?.open(request.turnId, request.instance.name, config.timeoutMs)
    yield { type: 'started' }
    // Asked before a restart: asking again would have it answered twice.
    if (awaited === null) {
      config.onRequest?.({ method: 'POST', url: url.href, note: 'asked before a restart' })
      yield await laterReply(request, config, signal)
      return
    }
    const event = await call(url.href, request, config, awaited?.url ?? null, signal)
    if (event === 'later') yield await laterReply(request, config, signal)
    else {
      await config.replies?.close(request.turnId)
      yield event
    }
  },
}

async function call(
  url: string,
  request: AgentRequest,
  config: AgentConfig,
  replyUrl: string | null,
  signal: AbortSignal,
): Promise<AgentEvent | 'later'> {
  const nowMs = Date.now()
  const body = bodyOf(request, replyUrl, nowMs)
  const text = JSON.stringify(body)
  const media = body.content.media.map((one) => ({ ...one, data: one.data === null ? null : `(${one.data.length} characters of base64)` }))
  // The address for the reply opens a door: it is not part of the trace.
  const shown = { ...body, content: { ...body.content, media }, reply_url: replyUrl === null ? null : '(one-time address)' }
  config.onRequest?.({ method: 'POST', url, body: shown })
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const signed = signedHeaders(config.secrets['apiKey'], `msg_${request.turnId}`, nowMs, text)
  const reply = await ask(url, { headers: { ...headers, ...signed }, body: text }, signal)
  if (reply.kind === 'failed') return reply.event
  if (reply.kind === 'events') return readLonely(reply, readBody, signal, readItems)
  if (reply.statusCode === 204) return completed({ text: '', isSilent: true, raw: { status: 204 } })
  if (reply.statusCode === 202 && replyUrl !== null) return 'later'
  return readBody(reply.body, reply.statusCode)
}

async function laterReply({ turnId }: AgentRequest, { replies, timeoutMs }: AgentConfig, signal: AbortSignal): Promise<AgentEvent> {
  const limit = AbortSignal.timeout(Math.max(0, timeoutMs - WAIT_MARGIN_MS))
  await replies?.accepted(turnId)
  const body = (await replies?.wait(turnId, AbortSignal.any([signal, limit]))) ?? null
  if (body === null) {
    // Stopped by the hub on its way out: the reply may still come, and finds its turn after the restart.
    if (signal.aborted) return failed('cancelled', 'The answer was stopped.')
    await replies?.close(turnId)
    return failed('timeout', 'The agent said that it would reply, and did not in time.', { isFinal: true })
  }
  await replies?.close(turnId)
  const answer = readAnswer(body, null)
  return answer.type === 'failed' ? { ...answer, isFinal: true } : answer
}
