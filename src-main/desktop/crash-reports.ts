/** The reports of crashes, as Crashpad leaves them on this computer: the folders differ with the system. */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DesktopState } from '../../src-shared/contract/desktop.ts'

/** Each is some megabytes, and only the newest ones help anybody. */
const KEPT = 20

/** Newest first. Older ones than the newest twenty are removed. */
export function crashReports(folder: string): DesktopState['crashes'] {
  const found = filesIn(folder)
    .flatMap((name) => {
      const stats = statSync(join(folder, name), { throwIfNoEntry: false })
      return stats === undefined ? [] : [{ name, at: stats.mtime.toISOString(), sizeBytes: stats.size }]
    })
    .sort((a, b) => b.at.localeCompare(a.at))
  for (const { name } of found.slice(KEPT)) rmSync(join(folder, name), { force: true })
  return found.slice(0, KEPT)
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'))
  } catch {
    // Nothing has crashed yet.
    return []
  }
}
