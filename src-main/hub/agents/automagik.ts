/**
 * Automagik agents over HTTP, in both published shapes (contracts/agents.md, "automagik").
 *
 * Known limits: answers are not streamed. Node's `fetch` waits at most five minutes for the first
 * byte, so a longer time limit ends there as `timeout`.
 */
import { agentAddresses, type Shape } from './automagik/address.ts'
import { bodyForTrace, requestBody } from './automagik/request.ts'
import { readAnswer } from './automagik/response.ts'
import { settingsSchema, type } from './automagik/settings.ts'
import { excerpt, failed, failureOfFetch, failureOfStatus, keyHeaders, readBoundedText } from './http.ts'
import { parseObject, saidOf } from './json.ts'
import type { AgentBackend, AgentConfig, AgentEvent, AgentRequest } from './port.ts'

export const automagik: AgentBackend = {
  kind: 'automagik',
  type,
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp: (settings) => settingsSchema.parse(settings).url !== '',
  async *run(request, config, signal) {
    const { url, agentId, shape } = settingsSchema.parse(config.settings)
    const addresses = agentAddresses(url, agentId, shape)
    if (addresses === null) {
      yield failed('invalid_response', 'The address of the agent is not a valid web address.')
      return
    }
    yield { type: 'started' }
    yield await ask(addresses.candidates, request, config, signal)
  },
}

/** Asks at the first address, and after a 404 once at the other. Which one exists is reported, to be remembered. */
async function ask(
  candidates: { shape: Shape; url: string }[],
  request: AgentRequest,
  config: AgentConfig,
  signal: AbortSignal,
): Promise<AgentEvent> {
  let notFound: AgentEvent | null = null
  for (const { shape, url } of candidates) {
    const event = await post(url, requestBody(shape, request), config, signal)
    if (event.type === 'failed' && event.statusCode === 404) {
      notFound ??= event
      continue
    }
    const answered = event.type === 'completed' || (event.type === 'failed' && event.statusCode !== null && event.statusCode < 400)
    if (answered && config.settings['shape'] !== shape) config.onSettingsLearned?.({ shape })
    return event
  }
  return notFound ?? failed('invalid_response', 'The agent has no address.')
}

async function post(url: string, body: Record<string, unknown>, config: AgentConfig, signal: AbortSignal): Promise<AgentEvent> {
  const keys = keyHeaders(config.secrets['apiKey'])
  if (keys === null) return failed('unauthorized', 'The key of the agent has characters that no key can have.')
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...keys }
  config.onRequest?.({ method: 'POST', url, body: bodyForTrace(body) })
  try {
    // A redirect is reported, not followed: it would carry the key to whoever the agent's server names.
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal, redirect: 'manual' })
    const text = await readBoundedText(response)
    if (!response.ok) {
      const said = text === null ? null : parseObject(text)
      return failureOfStatus(response, saidOf(said), said ?? excerpt(text ?? ''), Date.now())
    }
    if (text === null) return failed('invalid_response', 'The answer of the agent is larger than 2 MB.', { statusCode: response.status })
    return readAnswer(text, response.status)
  } catch (error) {
    return failureOfFetch(error, signal)
  }
}
