/** Data folders for tests that are not about the first start. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWriter } from '../../src-main/hub/storage/sqlite/connection/database.ts'

let empty: Buffer | null = null

/** The file of a database in which there is nothing yet, as this version makes it. */
function emptyDatabase(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'omni-empty-'))
  const file = join(folder, 'omni.db')
  openWriter(file).close()
  const bytes = readFileSync(file)
  rmSync(folder, { recursive: true })
  return bytes
}

/**
 * A new folder with an empty database. All migrations of a new one take a third of a hub's start, so they are
 * run once for the process; that a hub makes its own database is seen by the tests of whole processes.
 */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'omni-hub-'))
  empty ??= emptyDatabase()
  writeFileSync(join(folder, 'omni.db'), empty)
  return folder
}
