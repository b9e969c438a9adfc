/**
 * The thread that owns one connection. The disk's slowness (fsync, a large query) stays here; the
 * main loop only waits for a message. Roles: `writer` (one), `reader` (one or more).
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { giveBackWhenIdle } from '../../../observe/give-back.ts'
import { lockDataFolder, openReader, openWriter } from './database.ts'
import { type Call, type CallResult, createReadEngine, createWriteEngine } from './engine.ts'
import { finishReplacing } from './replace.ts'
import { keepLogShort } from './wal.ts'

export interface WorkerData {
  role: 'writer' | 'reader'
  file: string
  owner: string
}

/** Nothing else comes before `open`: a thread may start while there is no database yet. */
export type ToWorker = { type: 'open' } | { type: 'run'; id: number; calls: Call[] } | { type: 'close' }

/** Errors cross the thread as plain objects: a class does not survive structured cloning. */
export interface WireError {
  code: string | null
  message: string
  stack: string | undefined
  details: Record<string, unknown> | undefined
}
export type WireResult = { ok: true; value: unknown } | { ok: false; error: WireError }
export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; error: WireError }
  | { type: 'done'; id: number; results: WireResult[] }
  /** The log grows faster than the writer can move it into the database file. */
  | { type: 'behind' }
  | { type: 'closed' }

function wireError(error: unknown): WireError {
  const isError = error instanceof Error
  return {
    code: error instanceof OmniError ? error.code : null,
    message: isError ? error.message : String(error),
    stack: isError ? error.stack : undefined,
    details: error instanceof OmniError ? error.details : undefined,
  }
}

const wireResult = (result: CallResult): WireResult => (result.ok ? result : { ok: false, error: wireError(result.error) })

function serve(port: MessagePort): void {
  const { role, file, owner }: WorkerData = workerData
  const send = (message: FromWorker) => port.postMessage(message)
  let lock: ReturnType<typeof lockDataFolder> | null = null
  try {
    lock = role === 'writer' ? lockDataFolder(file) : null
    if (lock !== null) finishReplacing(file)
    const db = role === 'writer' ? openWriter(file) : openReader(file)
    const run = role === 'writer' ? createWriteEngine(db, file, owner) : createReadEngine(db, file)
    const log = role === 'writer' ? keepLogShort(db, () => send({ type: 'behind' })) : null
    // Readers keep their pages: whoever opens the panel after a quiet hour wants it at once.
    const stopGivingBack = giveBackWhenIdle(role === 'writer' ? () => void db.pragma('shrink_memory') : undefined)
    port.on('message', (message: ToWorker) => {
      if (message.type === 'run') {
        send({ type: 'done', id: message.id, results: run(message.calls).map(wireResult) })
        log?.written()
        return
      }
      if (message.type !== 'close') return
      log?.stop()
      stopGivingBack()
      if (role === 'writer') db.pragma('optimize')
      db.close()
      lock?.release()
      send({ type: 'closed' })
      port.close()
    })
    send({ type: 'ready' })
  } catch (error) {
    lock?.release()
    send({ type: 'failed', error: wireError(error) })
    port.close()
  }
}

parentPort?.once('message', () => parentPort && serve(parentPort))
