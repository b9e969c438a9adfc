/**
 * The call journal as the port knows it: written into files (`journal-files.ts`), and out of them,
 * into the database's table, for a copy of the database and when Omni is closed, so that the database
 * alone has everything then. What is in the table came first.
 */
import type { JournalBatch, JournaledCall, StorageReads, StorageWrites } from '../../port.ts'
import type { StorageThread } from '../tables/thread.ts'
import { openJournalFiles } from './journal-files.ts'
import { createJournalIntake, MAX_CALLS, MAX_CHARACTERS } from './journal-intake.ts'
import { callsOf, failedOf } from './journal-table.ts'

/** So many rows go into the table in one commit. */
const ROWS_A_TIME = 16

export interface CallJournal
  extends Pick<StorageWrites, 'journalCall' | 'settleJournal'>,
    Pick<StorageReads, 'journalDepth' | 'oldestJournaled'> {
  /** Resolves when what was journaled before is in the table, or handled. */
  moveToTable(): Promise<void>
  /** What is left goes into the table. Where it cannot, a full disk for one, it stays in its files. */
  close(): Promise<void>
}

interface Options {
  file: string
  storeId: string
  reader: StorageThread
  writer: StorageThread
  onDamage(path: string): void
}

export async function openCallJournal({ file, storeId, reader, writer, onDamage }: Options): Promise<CallJournal> {
  const files = await openJournalFiles({ file, storeId, onDamage })
  const intake = createJournalIntake(files.append)
  let isTableEmpty = false
  /** The batch from the files that is being handled. Its id is below zero, the table's are above. */
  let handedOut: { id: number; calls: JournaledCall[]; rows: number; done: PromiseWithResolvers<void> } | null = null
  let lastId = 0
  let moving: Promise<void> | null = null

  function cancel(): void {
    handedOut?.done.resolve()
    handedOut = null
  }

  async function move(): Promise<void> {
    // Else it would be handled once more, from the table.
    await handedOut?.done.promise
    for (let left = files.length; left > 0; ) {
      const some = await Promise.all(Array.from({ length: Math.min(left, ROWS_A_TIME) }, (_, place) => files.at(place)))
      isTableEmpty = false
      await Promise.all(some.filter((row) => row !== null).map((row) => writer.call('journalRow', [row])))
      await files.drop(some.length)
      left -= some.length
    }
  }

  function moveToTable(): Promise<void> {
    moving ??= move().finally(() => {
      moving = null
    })
    return moving
  }

  function handOut(calls: JournaledCall[], rows: number): JournalBatch {
    lastId -= 1
    handedOut = { id: lastId, calls, rows, done: Promise.withResolvers() }
    return { id: lastId, calls }
  }

  /** As many of the oldest rows as one may hold: those of ordinary load have a call or two. */
  async function oldestRows(): Promise<{ calls: JournaledCall[]; rows: number }> {
    const calls: JournaledCall[] = []
    let characters = 0
    let rows = 0
    for (; rows < files.length; rows += 1) {
      const row = await files.at(rows)
      // One that is spoiled is ignored: its file is kept, and those behind it do not wait for it.
      if (row === null) continue
      characters += row.texts.length
      if (rows > 0 && (calls.length + row.count > MAX_CALLS || characters > MAX_CHARACTERS)) return { calls, rows }
      calls.push(...callsOf(row))
    }
    return { calls, rows }
  }

  async function oldest(): Promise<JournalBatch | null> {
    if (!isTableEmpty) {
      const batch: JournalBatch | null = await reader.call('oldestJournaled', [])
      if (batch !== null) return batch
      isTableEmpty = true
    }
    while (files.length > 0) {
      const { calls, rows } = await oldestRows()
      if (calls.length > 0) return handOut(calls, rows)
      await files.drop(rows)
    }
    return null
  }

  return {
    journalCall: intake.take,
    journalDepth: async () => files.calls + Number(await reader.call('journalDepth', [])),
    async oldestJournaled() {
      // Whoever asks again is no longer at the last one.
      cancel()
      await moving
      return oldest()
    },
    async settleJournal(batchId, failed) {
      if (batchId > 0) {
        await writer.call('settleJournal', [batchId, failed])
        return
      }
      if (handedOut?.id !== batchId) return
      if (failed.length > 0) await writer.call('setCallsAside', [failedOf(handedOut.calls, failed)])
      await files.drop(handedOut.rows)
      cancel()
    },
    moveToTable,
    async close() {
      await intake.idle()
      cancel()
      await moveToTable().catch(() => {})
      await files.close()
    },
  }
}
