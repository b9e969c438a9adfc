/** Leo and other agents that speak AG-UI (contracts/agents.md, "leo"). */
import { ask } from './ask.ts'
import { backgroundFields } from './background.ts'
import { destinationOf } from './destination.ts'
import { questionText, saidEarlier } from './history.ts'
import { readBody, readStream } from './leo/answer.ts'
import { settingsSchema, type } from './leo/settings.ts'
import type { AgentBackend, AgentRequest } from './port.ts'
import { streamed } from './streamed.ts'

function bodyOf(request: AgentRequest) {
  const { session, sender, instance, chat, turnId } = request
  return {
    threadId: session.id ?? (session.isNew ? `${session.name}_${turnId}` : session.name),
    runId: turnId,
    messages: [
      ...saidEarlier(request).map(({ role, content }, index) => ({ id: `${turnId}-${index}`, role, content })),
      { id: turnId, role: 'user', content: questionText(request) },
    ],
    state: {},
    tools: [],
    context: [
      { description: 'channel', value: instance.channel },
      { description: 'customer', value: sender.name ?? '' },
      // The values of AG-UI's context are texts.
      ...Object.entries(backgroundFields(request)).map(([description, value]) => ({ description, value: JSON.stringify(value) })),
    ],
    forwardedProps: { instance: instance.name, user_id: sender.userId, chat_id: chat.externalId, chat_type: chat.kind },
  }
}

export const leo: AgentBackend = {
  kind: 'leo',
  type,
  v1: { url: 'url' },
  parseSettings: (settings) => settingsSchema.parse(settings),
  isSetUp: (settings) => settingsSchema.parse(settings).url !== '',
  async *run(request, config, signal) {
    const to = destinationOf(settingsSchema.parse(config.settings).url, config.secrets)
    if (to.problem !== null) {
      yield to.problem
      return
    }
    const url = to.base.href
    const body = bodyOf(request)
    yield { type: 'started', sessionId: body.threadId }
    config.onRequest?.({ method: 'POST', url, body })
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', ...to.keys }
    const reply = await ask(url, { headers, body: JSON.stringify(body) }, signal)
    if (reply.kind === 'failed') yield reply.event
    else if (reply.kind === 'body') yield readBody(reply.body, reply.statusCode)
    else yield* streamed(reply.events, readStream, signal)
  },
}
