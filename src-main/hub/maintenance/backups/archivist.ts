/** Makes and opens backups in a thread of its own, so that nothing else waits for it. */
import { Worker } from 'node:worker_threads'
import { ERROR_CODES, type ErrorCode, OmniError } from '../../../../src-shared/errors.ts'
import type { Manifest } from './archive/manifest.ts'
import type { PackOrder } from './archive/pack.ts'
import type { UnpackOrder } from './archive/unpack.ts'
import type { ArchiveAnswer, ArchiveJob, WireFailure } from './worker.ts'

export interface Archivist {
  /** Rejects as {@link packBackup}, or with the reason of the signal. */
  pack(order: PackOrder): Promise<void>
  /** Rejects as {@link unpackBackup}, or with the reason of the signal. */
  unpack(order: UnpackOrder): Promise<Manifest>
}

/** @param signal ends what is under way, at once */
export function createArchivist(script: URL, signal: AbortSignal = new AbortController().signal): Archivist {
  return {
    async pack(order) {
      await inThread(script, { task: 'pack', order }, signal)
    },
    unpack: async (order) => (await inThread(script, { task: 'unpack', order }, signal)) as Manifest,
  }
}

function inThread(script: URL, job: ArchiveJob, signal: AbortSignal): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  if (signal.aborted) return Promise.reject(signal.reason)
  const thread = new Worker(script, { workerData: job, execArgv: [] })
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  thread.once('message', (answer: ArchiveAnswer) => (answer.ok ? resolve(answer.value) : reject(fromWire(answer.error))))
  thread.once('error', reject)
  thread.once('exit', () => reject(new Error('the thread of a backup ended before it was done')))
  return promise.finally(async () => {
    signal.removeEventListener('abort', stop)
    // It may still hold a file that is removed next.
    await thread.terminate()
  })
}

function fromWire({ isOmni, code, message }: WireFailure): Error {
  const isCode = (one: string | null): one is ErrorCode => one !== null && (ERROR_CODES as readonly string[]).includes(one)
  if (isOmni && isCode(code)) return new OmniError(code, message)
  return Object.assign(new Error(message), code === null ? {} : { code })
}
