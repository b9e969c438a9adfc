/** All operations of the storage port, synchronous, in the thread that owns the connection. */
import type { Storage, StorageReads, StorageWrites } from '../../port.ts'
import { journalWrites } from '../journal/journal-table.ts'
import { agentProfileWrites } from '../tables/agent-profiles.ts'
import { agentSpendWrites } from '../tables/agent-spend.ts'
import { answerCacheWrites } from '../tables/answer-cache.ts'
import { channelKeyWrites } from '../tables/channel-keys.ts'
import { digestWrites } from '../tables/digest.ts'
import { draftWrites } from '../tables/drafts.ts'
import { inboxWrites } from '../tables/inbox.ts'
import { labelWrites } from '../tables/labels.ts'
import { lateReplyWrites } from '../tables/late-replies.ts'
import { mediaWrites } from '../tables/media.ts'
import { mediaFetchWrites } from '../tables/media-fetches.ts'
import { mediaTextWrites } from '../tables/media-texts.ts'
import { numberSendWrites } from '../tables/number-sends.ts'
import { openWorkWrites } from '../tables/open-work.ts'
import { outboxWrites } from '../tables/outbox.ts'
import { ownerWrites } from '../tables/owners.ts'
import { noteWrites } from '../tables/people-facts.ts'
import { playgroundWrites } from '../tables/playground.ts'
import { reads } from '../tables/reads.ts'
import { registryWrites } from '../tables/registry.ts'
import { repeatWrites } from '../tables/repeat.ts'
import { retentionWrites } from '../tables/retention.ts'
import { savedReplyWrites } from '../tables/saved-replies.ts'
import { scheduledWrites } from '../tables/scheduled.ts'
import { searchWrites } from '../tables/search-index.ts'
import { summaryWrites } from '../tables/summaries.ts'
import { turnWrites } from '../tables/turns.ts'
import { backUpTo, checkCopy } from './backup.ts'
import { compact } from './compact.ts'
import { type Db, storageError } from './database.ts'
import { Statements } from './statements.ts'
import type { Sync } from './sync.ts'
import { moveLog } from './wal.ts'

/** One call of an operation: its name and arguments, as they cross the thread boundary. */
export interface Call {
  operation: string
  args: unknown[]
}

export type CallResult = { ok: true; value: unknown } | { ok: false; error: unknown }

type Operation = (...args: never[]) => unknown

function operations(table: object): Map<string, Operation> {
  return new Map(Object.entries(table) as [string, Operation][])
}

function invoke(table: Map<string, Operation>, call: Call): unknown {
  const operation = table.get(call.operation)
  if (operation === undefined) throw new Error(`storage has no operation "${call.operation}"`)
  return operation(...(call.args as never[]))
}

/**
 * Runs batches of writes, each batch in one commit. An operation that fails is undone alone; when
 * the commit itself fails, every operation of the batch did not happen and says so.
 */
export function createWriteEngine(db: Db, file: string, owner: string, statements = new Statements(db)): (calls: Call[]) => CallResult[] {
  const turns = turnWrites(statements, owner)
  const all: Sync<Omit<StorageWrites, 'journalCall' | 'compact'>> = {
    ...registryWrites(statements),
    ...agentProfileWrites(statements),
    ...lateReplyWrites(statements),
    ...agentSpendWrites(statements),
    ...answerCacheWrites(statements),
    ...channelKeyWrites(statements),
    ...inboxWrites(statements, owner),
    ...journalWrites(statements),
    ...turns,
    ...openWorkWrites(statements, owner),
    ...outboxWrites(statements, owner),
    ...ownerWrites(statements),
    ...draftWrites(statements, turns),
    ...scheduledWrites(statements),
    ...savedReplyWrites(statements),
    ...labelWrites(statements),
    ...noteWrites(statements),
    ...summaryWrites(statements),
    ...repeatWrites(statements, owner),
    ...searchWrites(statements),
    ...mediaWrites(statements),
    ...mediaFetchWrites(statements),
    ...mediaTextWrites(statements),
    ...numberSendWrites(statements),
    ...digestWrites(statements),
    ...playgroundWrites(statements),
    ...retentionWrites(statements),
  }
  const table = operations(all)
  const begin = statements.prepare('BEGIN IMMEDIATE')
  const commit = statements.prepare('COMMIT')
  statements.seal()
  const single = db.transaction((call: Call) => invoke(table, call))

  function attempt(work: () => unknown): CallResult {
    try {
      return { ok: true, value: work() }
    } catch (error) {
      return { ok: false, error: storageError(error, file) }
    }
  }

  return function run(calls): CallResult[] {
    // Compacting is not part of any transaction.
    const at = calls.findIndex(({ operation }) => operation === 'compact')
    if (at !== -1) {
      const before = at === 0 ? [] : run(calls.slice(0, at))
      const done = attempt(() => compact(db, Number(calls[at]?.args[0])))
      return [...before, done, ...(at + 1 < calls.length ? run(calls.slice(at + 1)) : [])]
    }
    const [only] = calls
    // A savepoint around all there is in a transaction would have SQLite remember each page twice.
    if (only !== undefined && calls.length === 1) return [attempt(() => single.immediate(only))]
    try {
      begin.run()
      const results = calls.map((call): CallResult => {
        try {
          return { ok: true, value: single(call) }
        } catch (error) {
          // SQLite rolls the whole transaction back when the disk is full: nothing to go on with.
          if (!db.inTransaction) throw error
          return { ok: false, error: storageError(error, file) }
        }
      })
      commit.run()
      return results
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      const reason = storageError(error, file)
      return calls.map(() => ({ ok: false, error: reason }))
    }
  }
}

export function createReadEngine(db: Db, file: string, statements = new Statements(db)): (calls: Call[]) => CallResult[] {
  const all: Sync<StorageReads & Pick<Storage, 'backUpTo' | 'checkCopy'>> & { checkpoint(): void } = {
    ...reads(statements),
    backUpTo: (copy) => backUpTo(db, copy),
    checkCopy,
    checkpoint: () => moveLog(db),
  }
  const table = operations(all)
  statements.seal()
  return (calls) =>
    calls.map((call) => {
      try {
        return { ok: true, value: invoke(table, call) }
      } catch (error) {
        return { ok: false, error: storageError(error, file) }
      }
    })
}
