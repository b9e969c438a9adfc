/** Events on their way to one listener; words that wait for it travel together. */
import type { DryRunEvent } from '../../../../src-shared/contract/playground.ts'

export interface EventQueue extends AsyncIterable<DryRunEvent> {
  push(event: DryRunEvent): void
  /** No more events: the iteration ends when the waiting ones are read. */
  end(): void
  fail(error: unknown): void
}

export function createEventQueue(): EventQueue {
  const waiting: DryRunEvent[] = []
  let outcome: { error: unknown } | 'ended' | null = null
  let wake: () => void = () => undefined

  return {
    push(event) {
      const last = waiting.at(-1)
      if (event.type === 'delta' && last?.type === 'delta') last.text += event.text
      else waiting.push({ ...event })
      wake()
    },
    end() {
      outcome ??= 'ended'
      wake()
    },
    fail(error) {
      outcome ??= { error }
      wake()
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        const next = waiting.shift()
        if (next !== undefined) yield next
        else if (outcome === 'ended') return
        else if (outcome !== null) throw outcome.error
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
