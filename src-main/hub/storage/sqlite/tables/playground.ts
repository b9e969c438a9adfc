/** Dry runs (the latest few hundred) and examples, as the contract has them. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'
import type { Row } from './rows.ts'

/** Something to look back at, not an archive. */
const KEPT_RUNS = 500

export function playgroundWrites(db: Db): Sync<Pick<StorageWrites, 'saveDryRun' | 'saveExample' | 'removeExample'>> {
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

export function playgroundReads(db: Db): Sync<Pick<StorageReads, 'listDryRuns' | 'listExamples'>> {
  const latest = db.prepare<[number], Row>('SELECT run FROM dry_runs ORDER BY seq DESC LIMIT ?')
  const ofTurn = db.prepare<[string, number], Row>('SELECT run FROM dry_runs WHERE turn_id = ? ORDER BY seq DESC LIMIT ?')
  const examples = db.prepare<[], Row>('SELECT example FROM examples ORDER BY created_at DESC, id DESC')
  return {
    listDryRuns: (turnId, limit) => (turnId === null ? latest.all(limit) : ofTurn.all(turnId, limit)).map((row) => JSON.parse(row['run'])),
    listExamples: () => examples.all().map((row) => JSON.parse(row['example'])),
  }
}
