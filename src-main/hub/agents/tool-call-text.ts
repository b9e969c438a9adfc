/**
 * Calls of tools that a model wrote as its answer, in JSON, because its server did not read them (Llama, Qwen): they
 * are for a program, and no customer is to read one. A text that has words beside it is an answer.
 */
import { isObject } from '../runtime/json.ts'
import { parseValue } from './json.ts'

/** No call is longer; more than that is not read. */
const MAX_CHARACTERS = 100_000
/** How much of a text may stand before its first bracket: a fence, the name of its language, white space. */
const MAX_BEGINNING = 40
const BEGINNING = /^\s*(?:`{3}\s*(?:json|tool_call)?\s*)?(?:\[\s*)?\{/i
const MAY_BEGIN = /^\s*(?:`{0,3}|`{3}\s*[a-z_]*\s*)(?:\[\s*)?$/i

/** Is this text nothing but one call or several? */
export function isToolCall(text: string): boolean {
  if (text.length > MAX_CHARACTERS || !BEGINNING.test(text)) return false
  const bare = text
    .trim()
    .replace(/^`{3}\s*[a-z_]*/i, '')
    .replace(/`{3}$/, '')
    .trim()
  const whole = parseValue(bare)
  if (whole !== undefined) return isCall(whole)
  return bare.split(/(?<=\})[\s;,]*(?=\{)/).every((one) => isCall(parseValue(one)))
}

function isCall(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isCall)
  if (!isObject(value)) return false
  const { name, parameters, arguments: given, function: called, tool_calls } = value
  if (isObject(called) || Array.isArray(tool_calls)) return isCall(called ?? tool_calls)
  const takes = given ?? parameters ?? null
  return [name, called].some((one) => typeof one === 'string') && (isObject(takes) || isObject(parseValue(String(takes))))
}

/** For the trace. */
export const TOOL_CALL_TEXT = 'The model wrote a tool call instead of an answer.'

/** Keeps an answer that begins as a call would from those who watch the stream: it is shown at its end, if it is none. */
export class ToolCallGate {
  #held = ''
  #state: 'unknown' | 'held' | 'open' = 'unknown'

  pass(text: string): string {
    if (this.#state === 'open') return text
    if (this.#state === 'held') return ''
    this.#held += text
    if (BEGINNING.test(this.#held)) this.#state = 'held'
    else if (this.#held.length > MAX_BEGINNING || !MAY_BEGIN.test(this.#held)) {
      this.#state = 'open'
      return this.#held
    }
    return ''
  }
}
