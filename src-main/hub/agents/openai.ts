/**
 * Any OpenAI-compatible endpoint: `POST {base}/chat/completions`, streamed, `GET {base}/models`
 * for the list, and `POST {base}/audio/transcriptions` (contracts/agents.md, "openai"). It remembers nothing: what was said before goes along.
 *
 * Known limits: tools that a model asks for are shown and not run; there is nobody to run them.
 */
import type { AgentChoice } from '../../../src-shared/contract/agents.ts'
import { below } from './address.ts'
import { ask } from './ask.ts'
import { listOf } from './choices.ts'
import { destinationOf } from './destination.ts'
import { readBody, readStream } from './openai/answer.ts'
import { embed } from './openai/embed.ts'
import { bodyForTrace, requestBody } from './openai/request.ts'
import { settingsSchema, type } from './openai/settings.ts'
import { transcribe } from './openai/transcribe.ts'
import type { AgentBackend } from './port.ts'
import { askWithoutRefused } from './refused-fields.ts'
import { streamed } from './streamed.ts'

export const openai: AgentBackend = {
  kind: 'openai',
  type,
  remembersNothing: true,
  v1: { url: 'baseUrl', agentId: 'model', hasNoDefaultAgent: true, streamMode: 'isStreaming' },
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp: (settings) => settingsSchema.parse(settings).model !== '',
  async *run(request, config, signal) {
    const settings = settingsSchema.parse(config.settings)
    const to = destinationOf(settings.baseUrl, config.secrets)
    if (to.problem !== null) {
      yield to.problem
      return
    }
    yield { type: 'started' }
    const body = requestBody(request, settings, config.takesImages)
    const url = below(to.base, '/chat/completions')
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream, application/json', ...to.keys }
    const reply = await askWithoutRefused({
      body,
      optional: ['stream_options', 'temperature', 'stream'],
      within: { stream_options: 'include_usage' },
      config,
      send: (accepted) => {
        config.onRequest?.({ method: 'POST', url, body: bodyForTrace(accepted) })
        return ask(url, { headers, body: JSON.stringify(accepted) }, signal)
      },
    })
    if (reply.kind === 'failed') yield reply.event
    else if (reply.kind === 'body') yield* readBody(reply.body, reply.statusCode)
    else yield* streamed(reply.events, readStream, signal)
  },
  async choices(config, signal): Promise<AgentChoice[]> {
    const { baseUrl } = settingsSchema.parse(config.settings)
    const models = await listOf(baseUrl, '/models', config.secrets['apiKey'], signal)
    return models
      .flatMap(({ id, name }) => (typeof id === 'string' ? [{ value: id, label: typeof name === 'string' ? name : id }] : []))
      .sort((a, b) => a.value.localeCompare(b.value))
  },
  embed,
  transcribe,
}
