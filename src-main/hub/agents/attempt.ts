/** One try at an agent: its events gathered into one outcome, within a time limit. */

import { isVisible } from '../../../src-shared/visible-text.ts'
import { OVER } from '../runtime/over.ts'
import type { Timers } from '../runtime/timers.ts'
import {
  ControlWordGate,
  describeAddedControlWord,
  describeControlWord,
  isControlWord,
  isSilentWord,
  withoutControlWords,
} from './control-words.ts'
import { oneText } from './final-text.ts'
import { isThinkingFirst, servedBy } from './learned.ts'
import type { AgentBackend, AgentConfig, AgentErrorCode, AgentEvent, AgentRequest, AgentUsage } from './port.ts'
import { apartFromReasoning, type Passed, ReasoningFilter } from './reasoning.ts'
import { isToolCall, TOOL_CALL_TEXT, ToolCallGate } from './tool-call-text.ts'

/** Of what comes apart from the text. */
const MAX_REASONING_CHARACTERS = 100_000

/** More than any channel would send; beyond it an agent is babbling and memory is at stake. */
const MAX_ANSWER_CHARACTERS = 2 * 1024 * 1024

export interface AgentAnswer {
  ok: true
  /** The one final text, of what the back end gave at the end and of the deltas (`final-text.ts`). Never blank. */
  text: string
  usage: AgentUsage | null
  toolCalls: string[]
  /** Kept by the hub and sent next time. */
  userId: string | null
  sessionId: string | null
  wantsHandover: boolean
  raw: unknown
  /** It chose to say nothing: then, and only then, the text is empty. */
  isSilent: boolean
  warning: string | null
}

export interface AgentFailure {
  ok: false
  code: AgentErrorCode
  /** For the trace, never for the customer. */
  message: string
  retryAfterMs: number | null
  statusCode: number | null
  raw: unknown
  /** It is not to be asked again. */
  isFinal: boolean
}

export interface AttemptWatcher {
  onDelta(text: string): void
  /** What was shown so far was not part of the answer. */
  onTakenBack(): void
  onTool(name: string, status: 'started' | 'completed'): void
}

export interface AttemptOutcome {
  result: AgentAnswer | AgentFailure
  /** Does this say that the agent is not working (and not just that it had nothing to say)? Null: neither that it works. */
  isAgentFailure: boolean | null
  /** Milliseconds to the first text; null if none came. */
  firstDeltaMs: number | null
  /** What the model thought, where it tells; empty else. For the trace alone. */
  reasoning: string
}

/**
 * Runs the back end once. Ends at `timeoutMs` or when the signal is aborted even if the back end
 * ignores both; nothing is reported to the watcher after that.
 */
export async function attemptAgent(
  backend: AgentBackend,
  request: AgentRequest,
  config: AgentConfig,
  options: { signal: AbortSignal; timeoutMs: number; timers: Timers; watcher: AttemptWatcher },
): Promise<AttemptOutcome> {
  const { timers, watcher } = options
  if (options.signal.aborted) {
    return { result: failure('cancelled', 'The answer was stopped.'), isAgentFailure: null, firstDeltaMs: null, reasoning: '' }
  }
  const startedAt = timers.now()
  const controller = new AbortController()
  let hasTimedOut = false
  const cancel = (): void => controller.abort()
  const cancelTimeout = timers.after(options.timeoutMs, () => {
    hasTimedOut = true
    controller.abort()
  })
  options.signal.addEventListener('abort', cancel)
  const aborted = new Promise<'aborted'>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve('aborted'))
  })

  let gate = new ControlWordGate()
  let toolCalls = new ToolCallGate()
  const filter = new ReasoningFilter({ holdsBack: isThinkingFirst(config.settings) })
  let streamedCount = 0
  let thought = ''
  let sessionId: string | null = null
  let firstDeltaMs: number | null = null
  const finish = (result: AgentAnswer | AgentFailure, isAgentFailure: boolean | null = !result.ok): AttemptOutcome => ({
    result,
    isAgentFailure,
    firstDeltaMs,
    reasoning: [thought.trim(), filter.reasoning].filter((part) => part !== '').join('\n\n'),
  })
  const show = ({ takesBack, text }: Passed): void => {
    if (takesBack) {
      gate = new ControlWordGate()
      toolCalls = new ToolCallGate()
      watcher.onTakenBack()
      config.onSettingsLearned?.({ thinksFirst: { by: servedBy(config.settings) } })
    }
    if (text === '') return
    firstDeltaMs ??= timers.now() - startedAt
    const visible = toolCalls.pass(gate.pass(text))
    if (visible !== '') watcher.onDelta(visible)
  }

  let iterator: AsyncIterator<AgentEvent> | undefined
  try {
    iterator = backend.run(request, config, controller.signal)[Symbol.asyncIterator]()
    while (true) {
      const next = await Promise.race([iterator.next(), aborted])
      if (next === 'aborted') {
        return hasTimedOut
          ? finish(failure('timeout', `The agent did not answer within ${options.timeoutMs / 1000} s.`))
          : finish(failure('cancelled', 'The answer was stopped.'), null)
      }
      if (next.done === true) return finish(failure('invalid_response', 'The agent ended its answer without completing it.'))
      const event = next.value
      if (event.type === 'started') sessionId = event.sessionId ?? sessionId
      else if (event.type === 'tool') watcher.onTool(event.name, event.status)
      else if (event.type === 'delta') {
        streamedCount += event.text.length
        if (streamedCount > MAX_ANSWER_CHARACTERS) return finish(failure('invalid_response', 'The answer of the agent does not end.'))
        show(filter.push(event.text))
      } else if (event.type === 'reasoning') {
        if (thought.length < MAX_REASONING_CHARACTERS) thought += event.text
      } else if (event.type === 'completed') {
        show(filter.end())
        const final = event.text === null ? null : apartFromReasoning(event.text)
        if (final !== null && !filter.reasoning.includes(final.reasoning)) thought += `\n\n${final.reasoning}`
        const whole = sendable(oneText(filter.visible, final?.text ?? null)).trim()
        const text = withoutControlWords(whole).trim()
        if (isControlWord(whole)) return finish(failure('invalid_response', describeControlWord(whole), event.raw), false)
        if (isToolCall(whole)) return finish(failure('invalid_response', TOOL_CALL_TEXT, event.raw), false)
        if (isSilentWord(whole)) return finish(answered({ ...event, isSilent: true }, '', sessionId))
        if (!isVisible(text) && event.isSilent === true) return finish(answered(event, '', sessionId))
        if (!isVisible(text)) return finish(failure('empty', 'The agent gave an empty answer.', event.raw), false)
        const added = whole.slice(text.length)
        const warning = isControlWord(added) ? describeAddedControlWord(added) : undefined
        return finish(answered({ ...event, warning: event.warning ?? warning }, text, sessionId))
      } else {
        const { code, message, retryAfterMs, statusCode, raw, isFinal = false, isOfMessage = false } = event
        // An agent that answers, if only to refuse or with nothing, is alive: others need not wait for it.
        const isAlive = code === 'empty' || (typeof raw === 'string' && isControlWord(raw))
        const isFailure = code === 'cancelled' || isOfMessage ? null : !isAlive
        return finish({ ok: false, code, message, retryAfterMs, statusCode, raw, isFinal }, isFailure)
      }
    }
  } catch (error) {
    // The port forbids this. It is a fault of the back end's code, so trying again would not help.
    return finish(
      failure('invalid_response', `The ${backend.kind} back end failed: ${error instanceof Error ? error.message : String(error)}`),
    )
  } finally {
    cancelTimeout()
    options.signal.removeEventListener('abort', cancel)
    controller.abort(OVER)
    // Not awaited: a back end that hangs must not hold up the turn.
    iterator?.return?.().catch(() => undefined)
  }
}

function answered(event: Extract<AgentEvent, { type: 'completed' }>, text: string, sessionId: string | null): AgentAnswer {
  const { usage, toolCalls, userId, wantsHandover, raw, isSilent = false, warning = null } = event
  return { ok: true, text, usage, toolCalls, userId, sessionId: event.sessionId ?? sessionId, wantsHandover, raw, isSilent, warning }
}

/** Without what databases of channels refuse: NUL, and the half of a character that was cut in two. */
function sendable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

function failure(code: AgentErrorCode, message: string, raw: unknown = null): AgentFailure {
  return { ok: false, code, message, retryAfterMs: null, statusCode: null, raw, isFinal: false }
}
