/** The main thread's end of one storage worker: batches calls, one batch on its way at a time. */
import { Worker } from 'node:worker_threads'
import { ERROR_CODES, type ErrorCode, OmniError } from '../../../../../src-shared/errors.ts'
import type { Call } from '../connection/engine.ts'
import type { FromWorker, ToWorker, WireError, WorkerData } from '../connection/worker.ts'

interface Waiting {
  call: Call
  resolve(value: never): void
  reject(error: unknown): void
}

function fromWire(wire: WireError): Error {
  const isCode = (code: string | null): code is ErrorCode => code !== null && (ERROR_CODES as readonly string[]).includes(code)
  if (isCode(wire.code)) return new OmniError(wire.code, wire.message, { details: wire.details })
  const error = new Error(wire.message)
  if (wire.stack !== undefined) error.stack = wire.stack
  return error
}

export interface StorageThread {
  /** Leaves together with whatever else is called in this turn of the event loop. Rejects once it is being closed. */
  call(operation: string, args: unknown[]): Promise<never>
  /** What was called before still runs. */
  close(): Promise<void>
  /** Resolves when it is closed, or was lost. */
  ended: Promise<void>
}

/** For a call that comes when nothing is stored any more. */
export const closedError = () => new OmniError('storage_unavailable', 'Omni was stopped.')

interface StartOptions {
  /** The writer's log needs to be moved by somebody else. */
  onBehind?: () => void
  /** What its connection has to wait for, while the thread itself starts. */
  after?: Promise<unknown>
}

/** Starts the worker and waits until its connection is open; rejects with the reason if it is not, or has nothing to wait for any more. */
export async function startThread(script: URL, data: WorkerData, { onBehind, after }: StartOptions = {}): Promise<StorageThread> {
  // The settings of the process (proxies, debuggers) are of no use in there.
  const worker = new Worker(script, { workerData: data, execArgv: [] })
  let queue: Waiting[] = []
  let inFlight: Waiting[] | null = null
  let batchId = 0
  let isScheduled = false
  let dead: Error | null = null
  let isClosing = false
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()

  const send = (message: ToWorker) => worker.postMessage(message)

  function flush(): void {
    isScheduled = false
    if (inFlight !== null || queue.length === 0) return
    inFlight = queue
    queue = []
    batchId += 1
    try {
      send({ type: 'run', id: batchId, calls: inFlight.map((waiting) => waiting.call) })
    } catch (error) {
      const failed = inFlight
      inFlight = null
      for (const waiting of failed) waiting.reject(error)
    }
  }

  function die(error: Error): void {
    dead ??= error
    const all = [...(inFlight ?? []), ...queue]
    inFlight = null
    queue = []
    // First, so that whoever is refused here may ask another thread at once.
    end()
    for (const waiting of all) waiting.reject(dead)
  }

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'ready':
          resolve()
          return
        case 'failed':
          reject(fromWire(message.error))
          return
        case 'closed':
          end()
          return
        case 'behind':
          onBehind?.()
          return
        case 'done': {
          const done = inFlight ?? []
          inFlight = null
          // The next batch leaves before the answers of this one are worked on.
          flush()
          message.results.forEach((result, index) => {
            const waiting = done[index]
            if (result.ok) waiting?.resolve(result.value as never)
            else waiting?.reject(fromWire(result.error))
          })
        }
      }
    })
    const lost = (cause: unknown) =>
      new OmniError(
        'storage_unavailable',
        `The storage thread for "${data.file}" stopped unexpectedly. Start Omni again; nothing that was accepted is lost.`,
        { cause },
      )
    worker.on('error', (error) => {
      reject(error)
      die(lost(error))
    })
    worker.on('exit', () => die(lost(null)))
    const open = () => send({ type: 'open' })
    if (after === undefined) open()
    else
      after.then(open, (error: unknown) => {
        reject(error)
        void worker.terminate()
      })
  })

  function enqueue(operation: string, args: unknown[]): Promise<never> {
    if (isClosing) return Promise.reject(closedError())
    if (dead !== null) return Promise.reject(dead)
    return new Promise((resolve, reject) => queue.push({ call: { operation, args }, resolve, reject }))
  }

  return {
    call(operation, args) {
      const done = enqueue(operation, args)
      if (!isScheduled && inFlight === null) {
        isScheduled = true
        setImmediate(flush)
      }
      return done
    },
    async close() {
      isClosing = true
      if (dead !== null) return
      // Whatever was called before the close still runs: the worker takes messages in order.
      while (queue.length > 0 || inFlight !== null) {
        flush()
        await new Promise((resolve) => setImmediate(resolve))
        if (dead !== null) return
      }
      send({ type: 'close' })
      await ended
    },
    ended,
  }
}
