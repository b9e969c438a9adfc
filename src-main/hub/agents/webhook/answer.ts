/** What a program of somebody's own answers, at once or by its later call. */
import { completed } from '../completed.ts'
import { failed } from '../http.ts'
import { isObject, type JsonObject, readObject, saidOf, usageOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'

export function readBody(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  return read.ok ? readAnswer(read.answer, statusCode) : read.event
}

/** A rule ends a message: each part is one. */
const MESSAGE_END = '\n\n---\n\n'

/** `{reply}` or `{parts}`; a null reply, or no parts, means that nothing is to be said. */
export function readAnswer(answer: JsonObject, statusCode: number | null): AgentEvent {
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
  const said = typeof answer['error'] === 'string' ? saidOf(answer) : ''
  return said === ''
    ? failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
    : failed('server_error', `The agent reported a failure: ${said}`, { statusCode, raw: answer })
}
