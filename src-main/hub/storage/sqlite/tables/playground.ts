/** Dry runs (the latest few hundred) and examples, as the contract has them. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { Row } from '../schema/row.ts'
import type { dryRuns, examples } from '../schema/turns.ts'
import { parse } from './rows.ts'

/** Something to look back at, not an archive. */
const KEPT_RUNS = 500

export function playgroundWrites(db: Statements): Sync<Pick<StorageWrites, 'saveDryRun' | 'saveExample' | 'removeExample'>> {
  const insert = db.prepare('INSERT INTO dry_runs (id, instance_name, turn_id, run, created_at) VALUES (?, ?, ?, ?, ?)')
  const prune = db.prepare('DELETE FROM dry_runs WHERE seq <= (SELECT seq FROM dry_runs ORDER BY seq DESC LIMIT 1 OFFSET ?)')
  const saveExample = db.prepare(
    `INSERT INTO examples (id, instance_name, example, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET example = excluded.example`,
  )
  const removeExample = db.prepare('DELETE FROM examples WHERE id = ?')
  return {
    saveDryRun(run) {
      insert.run(run.id, run.instanceName, run.traceId, JSON.stringify(run), run.startedAt)
      prune.run(KEPT_RUNS)
    },
    saveExample(example) {
      saveExample.run(example.id, example.instanceName, JSON.stringify(example), example.createdAt)
    },
    removeExample: (id) => removeExample.run(id).changes > 0,
  }
}

type RunRow = Pick<Row<typeof dryRuns>, 'run'>

export function playgroundReads(db: Statements): Sync<Pick<StorageReads, 'listDryRuns' | 'listExamples'>> {
  const latest = db.prepare<[number], RunRow>('SELECT run FROM dry_runs ORDER BY seq DESC LIMIT ?')
  const ofTurn = db.prepare<[string, number], RunRow>('SELECT run FROM dry_runs WHERE turn_id = ? ORDER BY seq DESC LIMIT ?')
  const all = db.prepare<[], Pick<Row<typeof examples>, 'example'>>('SELECT example FROM examples ORDER BY created_at DESC, id DESC')
  return {
    listDryRuns: (turnId, limit) => (turnId === null ? latest.all(limit) : ofTurn.all(turnId, limit)).map((row) => parse(row.run)),
    listExamples: () => all.all().map((row) => parse(row.example)),
  }
}
