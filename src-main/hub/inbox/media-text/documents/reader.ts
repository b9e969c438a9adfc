/** Reads documents in threads of their own, each within a time and a memory that it cannot leave. */
import { Worker } from 'node:worker_threads'
import type { Logger } from '../../../observe/logger.ts'
import type { ReadFile } from '../service.ts'
import type { Heard } from '../transcribe.ts'
import type { Extracted } from './extract.ts'
import { DAMAGED, TOO_LARGE, TOO_SLOW } from './unreadable.ts'
import type { DocumentWorkerData } from './worker.ts'

const AT_ONCE = 2
const TIMEOUT_MS = 20_000
const MAX_HEAP_MB = 256
/** What is not on the heap of the thread (unpacked streams) is seen in the size of the whole process. */
const MAX_GROWTH_BYTES = 700 * 1024 * 1024
const LOOK_EVERY_MS = 200

export interface DocumentReaderOptions {
  worker: URL
  /** Is told why a thread broke: that need not be the document's fault. */
  log: Pick<Logger, 'warn'>
  timeoutMs?: number
}

export function createDocumentReader({ worker: script, log, timeoutMs = TIMEOUT_MS }: DocumentReaderOptions): ReadFile {
  let running = 0
  const waiting: (() => void)[] = []

  async function inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      return await run()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }

  return async (_instance, { media }, bytes, signal): Promise<Heard> => {
    const data = { bytes, mimeType: media?.mimeType ?? '', fileName: media?.fileName ?? null }
    const extracted = await inTurn(() => extractApart(script, data, { timeoutMs, signal, log }))
    return extracted.ok
      ? { state: 'ready', text: extracted.text, isShortened: extracted.isShortened, by: null, language: null }
      : { state: 'failed', problem: extracted.problem }
  }
}

interface Bounds {
  timeoutMs: number
  signal: AbortSignal
  log: Pick<Logger, 'warn'>
}

/** Never rejects. */
function extractApart(script: URL, data: DocumentWorkerData, { timeoutMs, signal, log }: Bounds): Promise<Extracted> {
  return new Promise((resolve) => {
    const sizeBefore = process.memoryUsage.rss()
    const thread = new Worker(script, {
      workerData: data,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    const end = (extracted: Extracted): void => {
      clearTimeout(limit)
      clearInterval(look)
      signal.removeEventListener('abort', stop)
      void thread.terminate()
      resolve(extracted)
    }
    const fail = (problem: string): void => end({ ok: false, problem })
    const stop = (): void => fail(TOO_SLOW)
    const limit = setTimeout(stop, timeoutMs)
    const look = setInterval(() => {
      if (process.memoryUsage.rss() - sizeBefore > MAX_GROWTH_BYTES) fail(TOO_LARGE)
    }, LOOK_EVERY_MS)
    signal.addEventListener('abort', stop, { once: true })
    thread.once('message', end)
    thread.once('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return fail(TOO_LARGE)
      log.warn({ error }, 'the thread that reads a document broke')
      fail(DAMAGED)
    })
    thread.once('exit', () => fail(DAMAGED))
    if (signal.aborted) stop()
  })
}
