/** Leo and other agents that speak AG-UI (contracts/agents.md, "leo"). */
import { webAddress } from './address.ts'
import { ask, guarded } from './ask.ts'
import { boundedHistory, questionText } from './history.ts'
import { failed, keyHeaders } from './http.ts'
import { readBody, readStream } from './leo/answer.ts'
import { settingsSchema, type } from './leo/settings.ts'
import type { AgentBackend, AgentRequest } from './port.ts'

/** What was said before goes along, but not without end. */
const HISTORY_CHARACTERS = 20_000

function bodyOf(request: AgentRequest, historyMessages: number) {
  const earlier = boundedHistory(request, { messages: historyMessages, characters: HISTORY_CHARACTERS })
  const { session, sender, instance, chat, turnId } = request
  return {
    threadId: session.id ?? (session.isNew ? `${session.name}_${turnId}` : session.name),
    runId: turnId,
    messages: [
      ...earlier.map(({ role, content }, index) => ({ id: `${turnId}-${index}`, role, content })),
      { id: turnId, role: 'user', content: questionText(request) },
    ],
    state: {},
    tools: [],
    context: [
      { description: 'channel', value: instance.channel },
      { description: 'customer', value: sender.name ?? '' },
    ],
    forwardedProps: { instance: instance.name, user_id: sender.userId, chat_id: chat.externalId, chat_type: chat.kind },
  }
}

export const leo: AgentBackend = {
  kind: 'leo',
  type,
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp: (settings) => settingsSchema.parse(settings).url !== '',
  async *run(request, config, signal) {
    const settings = settingsSchema.parse(config.settings)
    const url = webAddress(settings.url)
    const keys = keyHeaders(config.secrets['apiKey'])
    if (url === null) {
      yield failed('invalid_response', 'The address of the agent is not a valid web address.')
      return
    }
    if (keys === null) {
      yield failed('unauthorized', 'The key of the agent has characters that no key can have.')
      return
    }
    const body = bodyOf(request, settings.historyMessages)
    yield { type: 'started', sessionId: body.threadId }
    config.onRequest?.({ method: 'POST', url: url.href, body })
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', ...keys }
    const reply = await ask(url.href, { headers, body: JSON.stringify(body) }, signal)
    if (reply.kind === 'failed') yield reply.event
    else if (reply.kind === 'body') yield readBody(reply.body, reply.statusCode)
    else yield* guarded(() => readStream(reply.events), signal)
  },
}
