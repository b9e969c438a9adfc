/** What a model said: chunks of a stream, or one body where its server does not stream. */

import { isObject, type JsonObject } from '../../runtime/json.ts'
import { completed } from '../completed.ts'
import { repeats } from '../final-text.ts'
import { failed } from '../http.ts'
import { readObject, usageOf } from '../json.ts'
import type { AgentEvent, AgentUsage } from '../port.ts'
import { failureIn, reportedFailure } from '../reported.ts'
import type { ServerEvent } from '../streamed.ts'
import { finishOf, type Stopped } from './finish.ts'
import { GrowingChunks } from './growing.ts'
import { choiceIn, type Piece, pieceIn } from './piece.ts'

/** Of a stream whose last chunk may say all of it once more. */
const MAX_COMPARED_CHARACTERS = 100_000

export function* readBody(body: string, statusCode: number): Generator<AgentEvent, void> {
  const read = readObject(body, statusCode)
  if (!read.ok) {
    yield read.event
    return
  }
  const { answer } = read
  const failure = reportedFailure(answer, statusCode)
  if (failure !== null) {
    yield failure
    return
  }
  const piece = pieceIn(answer, choiceIn(answer))
  if (piece === null || piece.text === null) {
    yield failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
    return
  }
  if (piece.reasoning !== '') yield { type: 'reasoning', text: piece.reasoning }
  const stopped = finishOf(piece.finish, piece.text.trim() !== '')
  yield stopped.isFailed
    ? failedBy(stopped, piece, answer)
    : completed({
        text: piece.text,
        usage: usageIn(answer),
        toolCalls: toolNames(piece.toolCalls),
        raw: answer,
        ...(stopped.warning === null ? {} : { warning: stopped.warning }),
      })
}

/** Rejects with what broke the stream. One that ends before the model said that it is done is cut off. */
export async function* readStream(events: AsyncIterable<ServerEvent>): AsyncGenerator<AgentEvent, void> {
  let streamed = ''
  let hasText = false
  let whole: string | null = null
  let length = 0
  let usage: AgentUsage | null = null
  let last: Piece | null = null
  let finish: string | null = null
  let model: string | null = null
  let wanted: number | null = null
  const growing = new GrowingChunks()
  const tools: (string | null)[] = []
  for await (const { name, event: chunk, isDone } of events) {
    if (isDone) {
      finish ??= 'stop'
      // What becomes of the connection now is not part of the answer.
      break
    }
    const failure = name === 'error' ? failureIn(chunk) : reportedFailure(chunk)
    if (failure !== null) {
      yield failure
      return
    }
    usage = usageIn(chunk) ?? usage
    if (typeof chunk['model'] === 'string') model = chunk['model']
    wanted ??= choiceIn(chunk)
    const piece = pieceIn(chunk, wanted)
    if (piece === null) continue
    if (piece.reasoning !== '') yield { type: 'reasoning', text: piece.reasoning }
    const given = piece.text ?? ''
    hasText ||= given.trim() !== ''
    const isAllOfIt = given !== '' && (piece.isWhole || (piece.finish !== null && repeats(streamed, given)))
    if (isAllOfIt) whole = given
    const text = isAllOfIt ? '' : growing.push(given)
    if (text !== '') {
      if (streamed.length < MAX_COMPARED_CHARACTERS) streamed += text
      length += text.length
      yield { type: 'delta', text }
    }
    for (const call of piece.toolCalls) {
      const index = typeof call['index'] === 'number' ? call['index'] : tools.length
      const tool = isObject(call['function']) ? call['function']['name'] : null
      if (typeof tool !== 'string' || tool === '' || tools[index] !== undefined || index > 100) continue
      tools[index] = tool
      yield { type: 'tool', name: tool, status: 'started' }
    }
    if (piece.finish !== null) {
      finish = piece.finish
      last = piece
    }
  }
  const kept = growing.end()
  length += kept.length
  if (kept !== '') yield { type: 'delta', text: kept }
  const toolCalls = tools.filter((name) => typeof name === 'string')
  for (const name of toolCalls) yield { type: 'tool', name, status: 'completed' }
  const raw = { model, finish_reason: finish, characters: length, usage, tool_calls: toolCalls }
  const stopped = finishOf(finish, hasText)
  if (finish === null) yield failed('unreachable', 'The agent cannot be reached: the connection was cut off.', { raw })
  else if (stopped.isFailed) yield failedBy(stopped, last, raw)
  else yield completed({ text: whole, usage, toolCalls, raw, ...(stopped.warning === null ? {} : { warning: stopped.warning }) })
}

/** Some say why beside the word that it went wrong. */
function failedBy(stopped: Extract<Stopped, { isFailed: true }>, piece: Piece | null, raw: unknown): AgentEvent {
  if (piece?.error != null) return { ...failureIn({ error: piece.error }), raw }
  return failed(stopped.code, stopped.message, { raw, isOfMessage: stopped.isOfMessage === true })
}

/** Ollama's own names among the others. */
function usageIn(chunk: JsonObject): AgentUsage | null {
  return usageOf(chunk['usage']) ?? usageOf({ input_tokens: chunk['prompt_eval_count'], output_tokens: chunk['eval_count'] })
}

function toolNames(calls: JsonObject[]): string[] {
  return calls.flatMap((call) => {
    const name = isObject(call['function']) ? call['function']['name'] : null
    return typeof name === 'string' ? [name] : []
  })
}
