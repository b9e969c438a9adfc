import type { DryRun, DryRunEvent } from '../../../../src-shared/contract/playground.ts'

/** One dry run as the screen shows it, from the question to its end. */
export type Answer =
  | { state: 'running'; agentName: string; text: string; tool: string | null }
  /** Stopped by the person who asked; `text` is what had come until then. */
  | { state: 'stopped'; agentName: string; text: string }
  | { state: 'done'; run: DryRun }
  /** The hub did not take the question at all. */
  | { state: 'refused'; problem: unknown }

export const asking: Answer = { state: 'running', agentName: '', text: '', tool: null }

/** What an event makes of an answer; one that has ended stays as it is. */
export function answerAfter(answer: Answer, event: DryRunEvent): Answer {
  if (answer.state !== 'running') return answer
  switch (event.type) {
    case 'started':
      return { ...answer, agentName: event.agentName }
    case 'delta':
      return { ...answer, text: answer.text + event.text, tool: null }
    case 'tool':
      return { ...answer, tool: event.status === 'started' ? event.name : null }
    case 'restarted':
      return { ...answer, text: '', tool: null }
    case 'done':
      return { state: 'done', run: event.run }
  }
}

/** What was said, as the next question of the same try has to remember it; null when nothing was. */
export function saidIn(answer: Answer | undefined): string | null {
  if (answer === undefined || answer.state === 'refused') return null
  const text = answer.state === 'done' ? answer.run.answer : answer.text
  return text === '' ? null : text
}

/** What a customer would have got, in one text. */
export function wouldGet(run: DryRun): string {
  return run.wouldSend.join('\n\n')
}
