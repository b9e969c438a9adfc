/**
 * What Agno says, in both generations: 1.x calls a piece of text `RunResponseContent`, 2.x
 * `RunContent`; what a team itself says is prefixed with `Team`, and what its members say is not the answer.
 */

import { isObject, type JsonObject } from '../../runtime/json.ts'
import { completed } from '../completed.ts'
import { failed } from '../http.ts'
import { idOf, objectsIn, readObject, saidOf, usageOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import { failureIn, reportedFailure } from '../reported.ts'
import type { ServerEvent } from '../streamed.ts'
import { readAnswer as readWrapped } from '../webhook/answer.ts'
import type { HiveSettings } from './settings.ts'

/** The answer of a run that was not streamed, and of the older gateway. */
export function readBody(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  return readAnswer(read.answer, statusCode)
}

function readAnswer(answer: JsonObject, statusCode: number | null): AgentEvent {
  // Agno's runs say in their content why they failed.
  if (/^(error|failed)$/i.test(String(answer['status'] ?? '')) && contentOf(answer['content']) !== null)
    return failureIn({ error: contentOf(answer['content']) }, statusCode)
  const failure = reportedFailure(answer, statusCode)
  if (failure !== null) return failure
  const value = ['content', 'message', 'response', 'text'].map((field) => answer[field]).find((one) => contentOf(one) !== null)
  const isPaused = /^paused$/i.test(String(answer['status'] ?? ''))
  if (isPaused && (value === undefined || OF_PAUSE.test(String(value))))
    return failed('invalid_response', PAUSED, { statusCode, raw: answer })
  if (value === undefined) {
    const said = saidOf(answer)
    return said === ''
      ? failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
      : failed('server_error', `The agent reported a failure: ${said}`, { statusCode, raw: answer })
  }
  const read = told(value, statusCode)
  return read.type === 'completed' ? { ...read, ...factsOf(answer), ...(isPaused ? { wantsHandover: true } : {}), raw: answer } : read
}

const PAUSED = 'The agent is waiting for a person on its own server.'
/** What Agno itself says of a run that waits, instead of an answer. */
const OF_PAUSE = /^\s*(?:I have tools to execute, but|$)/i

/** Rejects with what broke the stream. */
export async function* readStream(events: AsyncIterable<ServerEvent>, target: HiveSettings['target']): AsyncGenerator<AgentEvent, void> {
  const prefix = target === 'team' ? 'Team' : ''
  const isText = new Set([`${prefix}RunResponseContent`, `${prefix}RunContent`])
  // The steps of a workflow speak as agents do; its answer is what comes out at the end.
  const isStreamed = target !== 'workflow'
  const end = target === 'workflow' ? 'WorkflowCompleted' : `${prefix}RunCompleted`
  const failure = target === 'workflow' ? 'WorkflowError' : `${prefix}RunError`
  const cancel = target === 'workflow' ? 'WorkflowCancelled' : `${prefix}RunCancelled`
  let runId: string | null = null
  let length = 0
  let last: string | null = null
  const tools: string[] = []
  for await (const { name, event } of events) {
    const kind = idOf(event['event']) ?? (name === 'message' ? null : name) ?? ''
    if (kind === 'error') {
      yield failureIn(event)
      return
    }
    if (kind === '') {
      // A run as it comes without streaming, in a stream of its own; anything else without a name is unknown.
      const whole = Object.keys(event).length === 0 ? null : readAnswer(event, null)
      if (whole === null || (whole.type === 'failed' && whole.code === 'invalid_response')) continue
      yield whole
      return
    }
    // A run within the run: a member team, or an agent that an agent asked.
    const ownRun = idOf(event['run_id'])
    if (isStreamed && runId !== null && ownRun !== null && ownRun !== runId && event['parent_run_id'] != null) continue
    if (kind.startsWith(prefix)) runId ??= ownRun

    if (isText.has(kind) && isStreamed) {
      const thought = event['reasoning_content']
      if (typeof thought === 'string' && thought !== '') yield { type: 'reasoning', text: thought }
      const text = typeof event['content'] === 'string' ? event['content'] : ''
      if (text === '') continue
      length += text.length
      yield { type: 'delta', text }
    } else if (kind === end && /^(error|failed)$/i.test(String(event['status'] ?? ''))) {
      yield failureIn({ error: contentOf(event['content']) ?? saidOf(event) })
      return
    } else if (kind === end) {
      const thought = event['reasoning_content']
      if (typeof thought === 'string' && length === 0) yield { type: 'reasoning', text: thought }
      const content = contentOf(event['content'])
      // A workflow that says nothing at its end has said it in its last step.
      const isEmpty = (content ?? '').trim() === ''
      const read = isEmpty ? completed({ text: last ?? content }) : told(event['content'], null)
      yield read.type === 'completed' ? { ...read, ...factsOf(event, tools), raw: { ...event, event: kind } } : read
      return
    } else if (kind === failure || (target === 'workflow' && kind === 'RunError')) {
      const said = contentOf(event['content']) ?? saidOf(event)
      yield failed('server_error', `The agent reported a failure: ${said.slice(0, 300) || 'it gave no reason'}`, { raw: event })
      return
    } else if (kind === cancel) {
      yield failed('invalid_response', 'The run was cancelled on the server of the agent.', { raw: event })
      return
    } else if (kind === `${prefix}RunPaused`) {
      if (length === 0) yield failed('invalid_response', PAUSED, { raw: event })
      else yield completed({ ...factsOf(event, tools), wantsHandover: true, raw: event })
      return
    } else if (/^(Team)?ToolCall(Started|Completed)$/.test(kind)) {
      const tool = toolName(event)
      const isStart = kind.endsWith('Started')
      if (isStart) tools.push(tool)
      yield { type: 'tool', name: tool, status: isStart ? 'started' : 'completed' }
    } else if (target === 'workflow' && kind === 'RunCompleted') last = contentOf(event['content'])
  }
  if (last !== null) yield completed({ text: last, toolCalls: tools, raw: { event: 'RunCompleted', content: last } })
  else yield failed('unreachable', 'The agent cannot be reached: the connection was cut off.', { raw: { characters: length } })
}

function factsOf(answer: JsonObject, streamed: string[] = []) {
  const listed = objectsIn(answer['tools']).map((tool) => toolName({ tool }))
  return {
    usage: usageOf(answer['metrics']) ?? usageOf(answer['usage']),
    toolCalls: streamed.length > 0 ? streamed : listed,
    sessionId: idOf(answer['session_id']),
    userId: null,
  }
}

function toolName(event: JsonObject): string {
  const tool = isObject(event['tool']) ? event['tool'] : event
  return idOf(tool['tool_name']) ?? idOf(tool['name']) ?? 'tool'
}

/** What a run says: a structured answer is read for its text. */
function told(content: unknown, statusCode: number | null): AgentEvent {
  return typeof content === 'string' ? completed({ text: content }) : readWrapped(content, statusCode)
}

/** In words, also where it is an object. */
function contentOf(content: unknown): string | null {
  if (typeof content === 'string') return content
  return typeof content === 'object' && content !== null ? JSON.stringify(content) : null
}
