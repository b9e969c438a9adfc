/**
 * The thread for reads that take long. It is there only while there are any: one that waits holds ten
 * megabytes. One that could not start, or was lost, does not stand in the way of the next read.
 */
import { closedError, type StorageThread } from '../tables/thread.ts'

/** A search that has to start a thread first is no longer instant. */
const IDLE_MS = 30_000

export function heavyReader(start: () => Promise<StorageThread>): Pick<StorageThread, 'call' | 'close'> {
  let thread: Promise<StorageThread> | null = null
  let idle: NodeJS.Timeout | undefined
  let running = 0
  let isClosed = false

  function startNow(): Promise<StorageThread> {
    const starting = start()
    const forget = () => {
      if (thread === starting) thread = null
    }
    starting.then((started) => started.ended.then(forget), forget)
    return starting
  }

  async function end(): Promise<void> {
    const ending = thread
    thread = null
    // Whoever asked for it learns why it could not start.
    const started = await ending?.catch(() => null)
    await started?.close()
  }

  return {
    async call(operation, args) {
      // Nobody would end a thread that is started now.
      if (isClosed) throw closedError()
      clearTimeout(idle)
      running += 1
      try {
        thread ??= startNow()
        return await (await thread).call(operation, args)
      } finally {
        running -= 1
        if (running === 0 && !isClosed) {
          idle = setTimeout(() => void end(), IDLE_MS)
          idle.unref()
        }
      }
    },
    async close() {
      isClosed = true
      clearTimeout(idle)
      await end()
    },
  }
}
