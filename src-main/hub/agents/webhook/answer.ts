/** What a program of somebody's own answers, at once or by its later call. */

import { isObject, type JsonObject } from '../../runtime/json.ts'
import { completed } from '../completed.ts'
import { excerpt, failed } from '../http.ts'
import { parseValue, readObject, usageOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import { failureIn, reportedFailure } from '../reported.ts'

/** What programs that do not know of `reply` call it: n8n `output`, Flowise `text`, … */
const OTHER_NAMES = ['output', 'text', 'message', 'answer', 'response', 'content']
/** What an answer may be wrapped in, as the only thing there. */
const WRAPPINGS = ['json', 'data', 'body', 'result', 'reply', ...OTHER_NAMES]
const MAX_WRAPPINGS = 5
/** What workflows say on their own when they were not told what to respond: Make, n8n and their like. */
const ONLY_CONFIRMED = /^(ok|accepted|success|received|null|undefined|true|false|workflow (was|got) started)[.!]?$/i
/** What they say when they fail, with a 200. */
const FAILED = /^(error in workflow|there was a problem executing the workflow|internal server error)[.!]?$/i
/** What a template leaves behind that was not filled in. */
const UNFILLED = /^(=?\{\{[^{}]*\}\}|\[object Object\])$/

/** JSON in one of the known wrappings, or plain text. */
export function readBody(body: string, statusCode: number): AgentEvent {
  const text = body.trim()
  if (text !== '' && !/^[{[<"]/.test(text)) return readText(text, statusCode)
  const value = parseValue(text) ?? parseValue(withEscapedBreaks(text))
  if (value !== undefined) return readAnswer(value, statusCode)
  const objects = objectsOneAfterAnother(text)
  const items = objects.length < 2 ? null : readItems(objects)
  if (items !== null) return items
  // A sentence may begin with a bracket or a quotation mark.
  if (/^("[^"]*"|\[[^\]"{]*\])\s*\S/.test(text)) return readText(text, statusCode)
  if (text.startsWith('{') && text.endsWith('}')) return failed('invalid_response', BROKEN, { statusCode, raw: excerpt(body) })
  const read = readObject(body, statusCode)
  return read.ok ? readAnswer(read.answer, statusCode) : read.event
}

const BROKEN = 'The answer of the agent is not valid JSON: a quotation mark in its text may not be escaped.'

/** Programs that put a text between quotation marks forget that it has lines. */
function withEscapedBreaks(text: string): string {
  let isQuoted = false
  // One step for each mark: a pattern for the whole of a quoted text would take a hostile one forever.
  return text.replace(/\\.|["\n\r\t]/gs, (mark) => {
    if (mark === '"') isQuoted = !isQuoted
    return isQuoted ? (BREAKS[mark] ?? mark) : mark
  })
}

const BREAKS: Record<string, string> = { '\n': '\\n', '\r': '', '\t': '\\t' }

/** Of a body that is several, each over many lines (n8n). */
function objectsOneAfterAnother(text: string): JsonObject[] {
  const objects = text.split(/(?<=^\})\s*(?=^\{)/m).map((one) => parseValue(one))
  return objects.every(isObject) ? objects : []
}

/** The text that n8n streams, in items between a beginning and an end; null for other objects. */
export function readItems(objects: JsonObject[]): AgentEvent | null {
  if (objects[0]?.['type'] !== 'begin') return null
  const failure = objects.find(({ type }) => type === 'error')
  if (failure !== undefined) return failureIn({ error: failure['content'] ?? failure['message'] })
  const text = objects.map(({ type, content }) => (type === 'item' && typeof content === 'string' ? content : '')).join('')
  // A node that does not stream gives its whole answer as the text of one item.
  const whole = jsonIn(text)
  return whole === undefined ? completed({ text, raw: { items: objects.length } }) : readAnswer(whole, null)
}

/** The object or list that a text is; undefined for words. */
function jsonIn(text: string): unknown {
  const whole = text.trim()
  const isFenced = whole.startsWith('```') && whole.endsWith('```')
  const bare = isFenced ? whole.slice(3, -3).replace(/^json/, '').trim() : whole
  const value = /^[{[]/.test(bare) ? parseValue(bare) : undefined
  return typeof value === 'object' && value !== null ? value : undefined
}

/** A rule ends a message: each part is one. */
const MESSAGE_END = '\n\n---\n\n'

/** `{reply}` or `{parts}`; a null reply, or no parts, means that nothing is to be said. Others are read where they are unambiguous. */
export function readAnswer(wrapped: unknown, statusCode: number | null): AgentEvent {
  const answer = unwrapped(wrapped)
  if (typeof answer === 'string') return readText(answer, statusCode)
  if (Array.isArray(answer) && answer.length > 0) return readList(answer, statusCode)
  if (!isObject(answer)) return failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
  const facts = { usage: usageOf(answer['usage']), wantsHandover: answer['handover'] === true, raw: answer }
  const { reply, parts } = answer
  if (typeof reply === 'string') return completed({ text: reply, ...facts })
  if (isObject(reply) || Array.isArray(reply)) {
    const read = readAnswer(reply, statusCode)
    return read.type === 'completed' ? { ...read, ...facts } : read
  }
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

/** Several messages (Rasa, and n8n with several items): each is one, if each is a text. */
function readList(list: unknown[], statusCode: number | null): AgentEvent {
  const read = list.map((one) => readAnswer(one, statusCode))
  const failure = read.find((one) => one.type !== 'completed')
  if (failure !== undefined) return { ...failure, ...(failure.type === 'failed' ? { raw: list } : {}) }
  const texts = read.flatMap((one) => (one.type === 'completed' && one.text !== null && one.text !== '' ? [one.text] : []))
  return completed({ text: texts.join(MESSAGE_END), isSilent: texts.length === 0, raw: list })
}

/** A text, or JSON in it; a failure for what workflows say on their own. */
export function readText(text: string, statusCode: number | null): AgentEvent {
  const value = jsonIn(text)
  if (value !== undefined) return readAnswer(value, statusCode)
  if (FAILED.test(text.trim())) return failureIn({ error: text.trim() }, statusCode)
  if (UNFILLED.test(text.trim())) {
    const message = `The agent answered with a template that was not filled in: ${text.trim().slice(0, 100)}`
    return failed('invalid_response', message, { statusCode, raw: text })
  }
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
      : names.includes('reply')
        ? 'The "reply" of the agent is not text.'
        : `The answer of the agent has no text, but the fields ${names.join(', ')}: "reply" is read.`
  return failed('invalid_response', message, { statusCode, raw: answer })
}

/** A list of one (n8n), and objects that hold nothing but another. */
function unwrapped(wrapped: unknown): unknown {
  let value = wrapped
  for (let depth = 0; depth < MAX_WRAPPINGS; depth += 1) {
    if (Array.isArray(value) && value.length === 1 && (isObject(value[0]) || typeof value[0] === 'string')) [value] = value
    else if (isObject(value) && Object.keys(value).length === 1) {
      const name = WRAPPINGS.find((one) => isObject(value) && (isObject(value[one]) || Array.isArray(value[one])))
      if (name === undefined) return value
      value = value[name]
    } else return value
  }
  return value
}
