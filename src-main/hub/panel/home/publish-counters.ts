import type { Services } from '../../api/services.ts'
import { counters } from './home.ts'

const EVERY_MS = 2000

/** Tells watching panels how long the queue is, when that changed. */
export function publishCounters(services: Services): () => void {
  let last = ''
  const timer = setInterval(() => {
    if (!services.bus.hasSubscribers) return
    services.storage.countConversations().then(
      (counted) => {
        const value = counters(services, counted)
        if (JSON.stringify(value) === last) return
        last = JSON.stringify(value)
        services.bus.publish({ type: 'counters', counters: value })
      },
      () => {},
    )
  }, EVERY_MS)
  return () => clearInterval(timer)
}
