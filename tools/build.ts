/** Builds main, preload and panel with electron-vite, unless they were built from these very sources. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from './package-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'out', '.sources')
const INPUTS = [
  'src-main',
  'src-preload',
  'src-renderer',
  'src-shared',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const RESULTS = [
  'main/desktop.js',
  'main/headless.js',
  'main/storage-worker.js',
  'main/document-worker.js',
  'main/backup-worker.js',
  'preload/preload.cjs',
  'renderer/index.html',
]

/** Builds if needed. Throws an error with the build's own words if it fails. */
export function ensureBuilt(report: (line: string) => void = () => undefined): void {
  const sources = fingerprint()
  if (isBuiltFrom(sources)) return
  report('Building…')
  const cli = join(packageFolder('electron-vite'), 'bin', 'electron-vite.js')
  // A test runner's NODE_ENV would give a development build of React.
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'build'], { cwd: root, encoding: 'utf8', env })
  if (status !== 0) throw new Error(`The build failed.\n${stdout}\n${stderr}`)
  writeFileSync(stamp, sources)
}

function isBuiltFrom(sources: string): boolean {
  if (!RESULTS.every((file) => existsSync(join(root, 'out', file)))) return false
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sources
}

/** The contents count, not the times: a checkout touches files that did not change. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const input of INPUTS) {
    const path = join(root, input)
    if (!existsSync(path)) continue
    for (const file of filesOf(path))
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0')
  }
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch {
    return [path]
  }
}

if (import.meta.main) {
  try {
    ensureBuilt((line) => console.log(line))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
