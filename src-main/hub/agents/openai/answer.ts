/** What a model said: chunks of a stream, or one body where its server does not stream. */
import { completed } from '../completed.ts'
import { failed } from '../http.ts'
import { isObject, type JsonObject, objectsIn, parseObject, readObject, saidOf, usageOf } from '../json.ts'
import type { AgentEvent, AgentUsage } from '../port.ts'
import type { SseEvent } from '../sse.ts'

const NO_SENSE = 'The agent sent something that cannot be understood.'

export function readBody(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  const { answer } = read
  if (answer['error'] !== undefined && answer['error'] !== null) return failureIn(answer)
  const message = objectsIn(answer['choices'])[0]?.['message']
  const content = isObject(message) ? textOf(message['content'] ?? '') : null
  if (!isObject(message) || content === null)
    return failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
  if (content === '') return failed('empty', 'The agent gave an empty answer.', { statusCode, raw: answer })
  return completed({ text: content, usage: usageOf(answer['usage']), toolCalls: toolNames(message['tool_calls']), raw: answer })
}

/** Rejects with what broke the stream. One that ends before the model said that it is done is cut off. */
export async function* readStream(events: AsyncIterable<SseEvent>): AsyncGenerator<AgentEvent, void> {
  let length = 0
  let usage: AgentUsage | null = null
  let finish: string | null = null
  let model: string | null = null
  const tools: (string | null)[] = []
  for await (const { data, isTail } of events) {
    if (data.trim() === '[DONE]') {
      finish ??= 'stop'
      // What becomes of the connection now is no part of the answer.
      break
    }
    const chunk = parseObject(data)
    if (chunk === null) {
      if (isTail) break
      yield failed('invalid_response', NO_SENSE, { raw: data.slice(0, 300) })
      return
    }
    if (chunk['error'] !== undefined && chunk['error'] !== null) {
      yield failureIn(chunk)
      return
    }
    usage = usageOf(chunk['usage']) ?? usage
    if (typeof chunk['model'] === 'string') model = chunk['model']
    const choice = objectsIn(chunk['choices'])[0]
    if (choice === undefined) continue
    const delta = isObject(choice['delta']) ? choice['delta'] : {}
    const text = textOf(delta['content'])
    if (text !== null && text !== '') {
      length += text.length
      yield { type: 'delta', text }
    }
    for (const call of objectsIn(delta['tool_calls'])) {
      const index = typeof call['index'] === 'number' ? call['index'] : tools.length
      const name = isObject(call['function']) ? call['function']['name'] : null
      if (typeof name !== 'string' || name === '' || tools[index] !== undefined || index > 100) continue
      tools[index] = name
      yield { type: 'tool', name, status: 'started' }
    }
    if (typeof choice['finish_reason'] === 'string') finish = choice['finish_reason']
  }
  const toolCalls = tools.filter((name) => typeof name === 'string')
  for (const name of toolCalls) yield { type: 'tool', name, status: 'completed' }
  const raw = { model, finish_reason: finish, characters: length, usage, tool_calls: toolCalls }
  if (finish === null) yield failed('unreachable', 'The agent cannot be reached: the connection was cut off.', { raw })
  else yield completed({ usage, toolCalls, raw, ...(finish === 'length' ? { warning: 'The model stopped at its limit of length.' } : {}) })
}

/** Servers report in a 200 what others report as a status. */
function failureIn(answer: JsonObject): AgentEvent {
  const error = isObject(answer['error']) ? answer['error'] : {}
  const said = saidOf(answer)
  const status = Number(error['status'] ?? error['code'])
  const words = `${String(error['type'] ?? '')} ${String(error['code'] ?? '')}`
  const code =
    status === 429 || /rate_limit|insufficient_quota/.test(words)
      ? 'rate_limited'
      : status === 401 || status === 403 || /auth|api_key/.test(words)
        ? 'unauthorized'
        : status >= 400 && status < 500
          ? 'invalid_response'
          : 'server_error'
  return failed(code, `The agent reported a failure: ${said || 'it gave no reason'}`, { raw: answer })
}

/** Some servers give the text in parts. */
function textOf(content: unknown): string | null {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  return objectsIn(content)
    .flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : []))
    .join('')
}

function toolNames(value: unknown): string[] {
  return objectsIn(value).flatMap((call) => {
    const name = isObject(call['function']) ? call['function']['name'] : null
    return typeof name === 'string' ? [name] : []
  })
}
