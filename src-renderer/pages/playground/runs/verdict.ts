import { saysTheSame } from '../../../components/word-diff.ts'
import { type Answer, wouldGet } from './answer.ts'

export type Verdict = 'running' | 'same' | 'changed' | 'failed' | 'stopped'

/** How an answer compares with what was said before; null before anything was asked. */
export function verdictOn(before: string, answer: Answer | undefined): Verdict | null {
  if (answer === undefined) return null
  if (answer.state === 'running' || answer.state === 'stopped') return answer.state
  if (answer.state === 'refused' || answer.run.outcome === 'failed') return 'failed'
  if (answer.run.outcome === 'cancelled') return 'stopped'
  return saysTheSame(before, wouldGet(answer.run)) ? 'same' : 'changed'
}

/** The one verdict on several answers: the first that asks for a look. */
export function worstOf(verdicts: (Verdict | null)[]): Verdict | null {
  const order: Verdict[] = ['running', 'failed', 'changed', 'stopped']
  const worst = order.find((verdict) => verdicts.includes(verdict))
  if (worst !== undefined) return worst
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'same') ? 'same' : null
}

export function countVerdicts(verdicts: (Verdict | null)[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { running: 0, same: 0, changed: 0, failed: 0, stopped: 0 }
  for (const verdict of verdicts) if (verdict !== null) counts[verdict] += 1
  return counts
}
