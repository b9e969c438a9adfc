/** What a program of somebody's own answers, at once or by its later call. */
import { completed } from '../completed.ts'
import { failed } from '../http.ts'
import { isObject, type JsonObject, parseValue, readObject, usageOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import { failureIn, reportedFailure } from '../reported.ts'

/** What programs that do not know of `reply` call it: n8n `output`, Flowise `text`, … */
const OTHER_NAMES = ['output', 'text', 'message', 'answer', 'response']
/** What an answer may be wrapped in, as the only thing there. */
const WRAPPINGS = ['json', 'data', 'body', 'result']
const MAX_WRAPPINGS = 5
/** What workflows say on their own when they were not told what to respond: Make, n8n and their like. */
const ONLY_CONFIRMED = /^(ok|accepted|success|received|null|undefined|true|false|workflow (was|got) started)[.!]?$/i

/** JSON in one of the known wrappings, or plain text. */
export function readBody(body: string, statusCode: number): AgentEvent {
  const text = body.trim()
  if (text !== '' && !/^[{[<"]/.test(text)) return readText(text, statusCode)
  const value = /^["[]/.test(text) ? parseValue(text) : undefined
  if (value !== undefined) return readAnswer(value, statusCode)
  const read = readObject(body, statusCode)
  return read.ok ? readAnswer(read.answer, statusCode) : read.event
}

/** The text that n8n streams, in items between a beginning and an end; null for other objects. */
export function readItems(objects: JsonObject[]): AgentEvent | null {
  if (!objects.every(({ type }) => ['begin', 'item', 'end', 'error'].includes(String(type)))) return null
  const failure = objects.find(({ type }) => type === 'error')
  if (failure !== undefined) return failureIn({ error: failure['content'] ?? failure['message'] })
  const text = objects.map(({ type, content }) => (type === 'item' && typeof content === 'string' ? content : '')).join('')
  return completed({ text, raw: { items: objects.length } })
}

/** A rule ends a message: each part is one. */
const MESSAGE_END = '\n\n---\n\n'

/** `{reply}` or `{parts}`; a null reply, or no parts, means that nothing is to be said. Others are read where they are unambiguous. */
export function readAnswer(wrapped: unknown, statusCode: number | null): AgentEvent {
  const answer = unwrapped(wrapped)
  if (typeof answer === 'string') return readText(answer, statusCode)
  if (!isObject(answer)) return failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
  const facts = { usage: usageOf(answer['usage']), wantsHandover: answer['handover'] === true, raw: answer }
  const { reply, parts } = answer
  if (typeof reply === 'string') return completed({ text: reply, ...facts })
  if (Array.isArray(parts)) {
    const texts = parts.map((part: unknown) => (isObject(part) ? part['text'] : part))
    if (texts.every((text) => typeof text === 'string')) {
      return texts.length === 0 ? completed({ text: '', isSilent: true, ...facts }) : completed({ text: texts.join(MESSAGE_END), ...facts })
    }
  }
  if (reply === null) return completed({ text: '', isSilent: true, ...facts })
  const failure = reportedFailure(answer, statusCode)
  if (failure !== null) return failure
  return reply === undefined ? readOtherNames(answer, statusCode, facts) : withoutText(answer, statusCode)
}

function readOtherNames(answer: JsonObject, statusCode: number | null, facts: object): AgentEvent {
  const found = OTHER_NAMES.flatMap((name) => (typeof answer[name] === 'string' ? [{ name, text: answer[name] }] : []))
  const [first] = found
  if (first === undefined) return withoutText(answer, statusCode)
  if (found.some(({ text }) => text !== first.text)) {
    const names = found.map(({ name }) => name).join(', ')
    const message = `The answer of the agent has more than one text (${names}): name the right one "reply".`
    return failed('invalid_response', message, { statusCode, raw: answer })
  }
  const read = readText(first.text, statusCode)
  return read.type === 'completed' ? { ...read, ...facts } : read
}

function readText(text: string, statusCode: number | null): AgentEvent {
  if (!ONLY_CONFIRMED.test(text.trim())) return completed({ text, raw: text })
  const message = `The agent only confirmed the call ("${text.trim()}"): let it respond with its answer.`
  return failed('invalid_response', message, { statusCode, raw: text })
}

function withoutText(answer: JsonObject, statusCode: number | null): AgentEvent {
  const names = Object.keys(answer)
    .slice(0, 10)
    .map((name) => name.slice(0, 40))
  const message =
    names.length === 0
      ? 'The answer of the agent has no text.'
      : `The answer of the agent has no text, but the fields ${names.join(', ')}: "reply" is read.`
  return failed('invalid_response', message, { statusCode, raw: answer })
}

/** A list of one (n8n), and objects that hold nothing but another. */
function unwrapped(wrapped: unknown): unknown {
  let value = wrapped
  for (let depth = 0; depth < MAX_WRAPPINGS; depth += 1) {
    if (Array.isArray(value) && value.length === 1 && isObject(value[0])) [value] = value
    else if (isObject(value) && Object.keys(value).length === 1) {
      const name = WRAPPINGS.find((one) => isObject(value) && (isObject(value[one]) || Array.isArray(value[one])))
      if (name === undefined) return value
      value = value[name]
    } else return value
  }
  return value
}
