/** Loads every package that is delivered beside the bundles from a packed app's files, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/** A conversation in the simulator needs one of them; and native code is loaded only when it is used. */
const LOAD = `
const { createRequire } = process.getBuiltinModule('node:module')
const require = createRequire(process.argv[1])
const names = Object.keys(require('./package.json').dependencies)
if (names.length === 0) throw new Error('The package names no dependencies')
const found = (name) => import.meta.resolve(name, process.argv[1])
for (const name of names) await import(found(name))
new (require('better-sqlite3'))(':memory:').close()
const { default: sharp } = await import(found('sharp'))
const red = { width: 8, height: 8, channels: 3, background: 'red' }
if ((await sharp({ create: red }).jpeg().toBuffer()).length === 0) throw new Error('sharp made no picture')
`

/** `folder` holds the extracted archive. Throws with what the process said if one of them does not load. */
export function loadPackages(folder: string): void {
  const from = pathToFileURL(`${folder}/package.json`).href
  const flags = ['--experimental-import-meta-resolve', '--input-type=module', '--eval', LOAD]
  const { status, stderr } = spawnSync(process.execPath, [...flags, from], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`A package does not load from the packed files.\n${stderr}`)
}
