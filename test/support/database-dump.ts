/** What is in a database, table by table: for telling whether two hold the same. */
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'

/** By table: a hash of its rows. `without`: rows that may differ, by the first column of theirs. */
export function dumpDatabase(file: string, without: Record<string, string[]> = {}): Record<string, string> {
  const db = new Database(file, { readonly: true })
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY name")
    .all()
  const dump = Object.fromEntries(
    tables.map(({ name }) => {
      const rows = db.prepare(`SELECT * FROM "${name}"`).raw().all() as unknown[][]
      const kept = rows.filter(([first]) => !(without[name] ?? []).includes(String(first)))
      const lines = kept.map((row) => JSON.stringify(row.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('base64') : cell))))
      return [name, `${kept.length} ${createHash('sha256').update(lines.sort().join('\n')).digest('hex')}`]
    }),
  )
  db.close()
  return dump
}
