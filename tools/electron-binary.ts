/** Is Electron's binary here? npm installs the package without it: it is fetched on the first start. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from './package-folder.ts'

const electronFolder = packageFolder('electron')
/** A failed download is not tried again for a day. */
const noteFile = fileURLToPath(new URL('../node_modules/.cache/omni-desktop/electron-missing.json', import.meta.url))
const FORGET_AFTER_MS = 24 * 60 * 60 * 1000
/** Over 100 MB over an office line. */
const DOWNLOAD_WITHIN_MS = 240_000

/** The path of Electron's binary, or null. Asks no network. */
export function electronBinary(env: NodeJS.ProcessEnv = process.env): string | null {
  let name = 'electron'
  try {
    name = readFileSync(join(electronFolder, 'path.txt'), 'utf8').trim()
  } catch {
    if (env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined) return null
  }
  const path = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Finds Electron's binary, or fetches it by Electron's own installer unless that failed today. */
export function findElectron(report: (line: string) => void): string | null {
  const present = electronBinary()
  if (present !== null || isKnownMissing()) return present
  report('Fetching Electron (once, about 100 MB)…')
  const { status } = spawnSync(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_WITHIN_MS })
  const fetched = status === 0 ? electronBinary() : null
  if (fetched === null) noteMissing()
  return fetched
}

function electronVersion(): string {
  return (JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')) as { version: string }).version
}

function isKnownMissing(): boolean {
  try {
    const note = JSON.parse(readFileSync(noteFile, 'utf8')) as { version: string; at: number }
    return note.version === electronVersion() && Date.now() - note.at < FORGET_AFTER_MS
  } catch {
    return false
  }
}

function noteMissing(): void {
  try {
    mkdirSync(dirname(noteFile), { recursive: true })
    writeFileSync(noteFile, JSON.stringify({ version: electronVersion(), at: Date.now() }))
  } catch {
    // Without the note the next start tries again: slower, but right.
  }
}
