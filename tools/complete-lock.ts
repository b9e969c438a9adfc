/**
 * Puts back into package-lock.json what a registry that has only some platforms left out of it.
 *
 * `npm install` drops an optional package that it cannot find, and `npm ci` then refuses the lock
 * file everywhere. Each such package is named with the exact version that its parent asks for and
 * the platform in its name; no other machine ever fetches it. It has no hash, as nobody here has
 * seen it. Run after changing dependencies: `node tools/complete-lock.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface LockedPackage {
  version?: string
  dev?: boolean
  optionalDependencies?: Record<string, string>
  [field: string]: unknown
}
type Packages = Record<string, LockedPackage>

const file = new URL('../package-lock.json', import.meta.url)
const PLATFORM = /(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z0-9]+)(?:-([a-z0-9]+))?$/

/** Is the package found from this place, as Node would look for it? */
function isLocked(packages: Packages, from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`] !== undefined) return true
    if (place === '') return false
  }
}

function missingPlatforms(packages: Packages): Packages {
  const missing: Packages = {}
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const [, os, cpu, abi = ''] = PLATFORM.exec(name) ?? []
      if (os === undefined || !/^\d/.test(version) || isLocked(packages, place, name)) continue
      const libc = os !== 'linux' ? [] : abi.startsWith('musl') ? ['musl'] : abi.startsWith('gnu') ? ['glibc'] : []
      missing[`node_modules/${name}`] = {
        version,
        cpu: [cpu],
        ...(dev === true ? { dev } : {}),
        ...(libc.length > 0 ? { libc } : {}),
        optional: true,
        os: [os],
      }
    }
  }
  return missing
}

const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Packages }
const missing = missingPlatforms(lock.packages)
const all = Object.entries({ ...lock.packages, ...missing })
lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${Object.keys(missing).length} packages of other platforms were put back.`)
