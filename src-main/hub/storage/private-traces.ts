/**
 * `TRACE_INCLUDE_SENSITIVE=false`: traces say what became of a message, but neither who wrote it nor what was said. The
 * conversation keeps both, it is what the shop works with.
 */
import type { TraceStep } from '../../../src-shared/contract/traces.ts'
import type { Storage } from './port.ts'

/** Digits with what people write between them. */
const NUMBER = /\+?\d(?:[\d ().-]{4,}\d)/g

/** A sentence of a trace without what it quotes: our sentences have the words of others in quotes, or behind a colon. */
export function withoutQuotes(sentence: string): string {
  const own = sentence.split(/:\s/, 1)[0] ?? ''
  const hidden = own.replace(/"[^"]*"/g, '"[…]"').replace(NUMBER, '[number]')
  return own.length === sentence.length ? hidden : `${hidden}.`
}

const stepsOf = (steps: TraceStep[]) => steps.map((step) => ({ ...step, detail: withoutQuotes(step.detail) }))
const told = <T extends { reason: string | null; steps: TraceStep[] }>(outcome: T): T => ({
  ...outcome,
  reason: outcome.reason === null ? null : withoutQuotes(outcome.reason),
  steps: stepsOf(outcome.steps),
})

/** The same storage, whose traces are written so. */
export function withPrivateTraces(storage: Storage): Storage {
  return {
    ...storage,
    acceptInbound: (inbound) => storage.acceptInbound({ ...inbound, isTracePrivate: true }),
    finishTurn: (turnId, outcome) => storage.finishTurn(turnId, told(outcome)),
    planAnswer: (plan) => storage.planAnswer({ ...plan, steps: stepsOf(plan.steps), isTracePrivate: true }),
    saveDraft: (draft, outcome) => storage.saveDraft(draft, told(outcome)),
    approveDraft: (draftId, plan) => storage.approveDraft(draftId, { ...plan, steps: stepsOf(plan.steps), isTracePrivate: true }),
    repeatTurn: (conversationId, turnId, conversationEvent, at) => storage.repeatTurn(conversationId, turnId, conversationEvent, at, true),
  }
}
