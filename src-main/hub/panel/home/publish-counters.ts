import type { InstanceService } from '../../accounts/instances/service.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import type { Storage } from '../../storage/port.ts'
import { counters } from './home.ts'

const EVERY_MS = 2000

interface Sources {
  bus: LiveBus
  storage: Pick<Storage, 'countConversations'>
  instances: InstanceService
  pipeline: Pipeline
}

/** Tells watching panels how long the queue is, when that changed. */
export function publishCounters(sources: Sources): () => void {
  let last = ''
  const timer = setInterval(() => {
    if (!sources.bus.hasSubscribers) return
    sources.storage.countConversations().then(
      (counted) => {
        const value = counters(sources, counted)
        if (JSON.stringify(value) === last) return
        last = JSON.stringify(value)
        sources.bus.publish({ type: 'counters', counters: value })
      },
      () => {},
    )
  }, EVERY_MS)
  return () => clearInterval(timer)
}
