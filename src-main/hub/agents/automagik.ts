/**
 * Automagik agents over HTTP, in both published shapes (contracts/agents.md, "automagik").
 *
 * Known limits: answers are not streamed.
 */

import { ask } from './ask.ts'
import { agentAddresses, type Shape } from './automagik/address.ts'
import { bodyForTrace, requestBody, sessionIdOf } from './automagik/request.ts'
import { readAnswer } from './automagik/response.ts'
import { settingsSchema, type } from './automagik/settings.ts'
import { failed, keyHeaders } from './http.ts'
import type { AgentBackend, AgentConfig, AgentEvent, AgentRequest } from './port.ts'
import { askWithoutRefused } from './refused-fields.ts'
import { readLonely } from './streamed.ts'

/** What an agent can answer without. */
const OPTIONAL_FIELDS = ['preserve_system_prompt', 'message_limit', 'channel_payload', 'session_origin', 'session_id', 'context']

export const automagik: AgentBackend = {
  kind: 'automagik',
  type,
  v1: { url: 'url', agentId: 'agentId', ofGuide: { shape: 'chat' } },
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp: (settings) => settingsSchema.parse(settings).url !== '',
  async *run(request, config, signal) {
    const { url, agentId, shape } = settingsSchema.parse(config.settings)
    const addresses = agentAddresses(url, agentId, shape)
    if (addresses === null) {
      yield failed('invalid_response', 'The address of the agent is not a valid web address.')
      return
    }
    yield { type: 'started', sessionId: sessionIdOf(request) }
    yield await askEither(addresses.candidates, request, config, signal)
  },
}

/** Asks at the first address, and where that does not exist (404, 405) once at the next. Which one exists is reported, to be remembered. */
async function askEither(
  candidates: { shape: Shape; url: string }[],
  request: AgentRequest,
  config: AgentConfig,
  signal: AbortSignal,
): Promise<AgentEvent> {
  let notFound: AgentEvent | null = null
  for (const { shape, url } of candidates) {
    const { session_id, ...rest } = requestBody(shape, request, config)
    let event = await post(url, { ...rest, session_id }, config, signal)
    // A server that takes no id but its own, or has forgotten the session: the name of the session remains.
    if (isSessionUnknown(event)) event = await post(url, rest, config, signal)
    if (event.type === 'failed' && (event.statusCode === 404 || event.statusCode === 405)) {
      notFound ??= event
      continue
    }
    const answered = event.type === 'completed' || (event.type === 'failed' && event.statusCode !== null && event.statusCode < 400)
    if (answered && config.settings['shape'] !== shape) config.onSettingsLearned?.({ shape })
    return event
  }
  return notFound ?? failed('invalid_response', 'The agent has no address.')
}

function isSessionUnknown(event: AgentEvent): boolean {
  return event.type === 'failed' && event.statusCode === 404 && /session/i.test(JSON.stringify(event.raw))
}

async function post(url: string, body: Record<string, unknown>, config: AgentConfig, signal: AbortSignal): Promise<AgentEvent> {
  const keys = keyHeaders(config.secrets['apiKey'])
  if (keys === null) return failed('unauthorized', 'The key of the agent has characters that no key can have.')
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...keys }
  const reply = await askWithoutRefused({
    body,
    optional: OPTIONAL_FIELDS,
    config,
    send: (accepted) => {
      config.onRequest?.({ method: 'POST', url, body: bodyForTrace(accepted) })
      return ask(url, { headers, body: JSON.stringify(accepted) }, signal)
    },
  })
  if (reply.kind === 'failed') return reply.event
  if (reply.kind === 'body') return readAnswer(reply.body, reply.statusCode)
  return readLonely(reply, readAnswer, signal)
}
