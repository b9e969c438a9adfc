/** The thread that makes or opens one backup and ends: encrypting a gigabyte takes seconds of a processor. */
import { parentPort, workerData } from 'node:worker_threads'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { type PackOrder, packBackup } from './archive/pack.ts'
import { type UnpackOrder, unpackBackup } from './archive/unpack.ts'

export type ArchiveJob = { task: 'pack'; order: PackOrder } | { task: 'unpack'; order: UnpackOrder }

/** Errors cross the thread as plain objects. `code`: of an OmniError, or of the system. */
export interface WireFailure {
  isOmni: boolean
  code: string | null
  message: string
}
export type ArchiveAnswer = { ok: true; value: unknown } | { ok: false; error: WireFailure }

const failure = (error: unknown): WireFailure => ({
  isOmni: error instanceof OmniError,
  code: error instanceof Error && 'code' in error ? String(error.code) : null,
  message: errorMessage(error),
})

const job: ArchiveJob = workerData
const work: Promise<unknown> = job.task === 'pack' ? packBackup(job.order) : unpackBackup(job.order)
work.then(
  (value) => parentPort?.postMessage({ ok: true, value } satisfies ArchiveAnswer),
  (error: unknown) => parentPort?.postMessage({ ok: false, error: failure(error) } satisfies ArchiveAnswer),
)
