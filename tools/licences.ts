/**
 * The licence notices of every package that is delivered with the product, read from the packages
 * themselves when the panel is built: what stands beside the bundles (`dependencies`), what is bundled (what
 * the sources import), all that these need, and Electron.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface LicenceNotice {
  name: string
  version: string
  /** As the package says it: an SPDX expression. */
  licence: string
  homepage: string | null
  /** Its place in `texts`; null where the package brings no text. */
  text: number | null
}

export interface Licences {
  packages: LicenceNotice[]
  /** Each text once: hundreds of packages share a few. */
  texts: string[]
}

interface Manifest {
  name: string
  version: string
  license?: string | { type?: string }
  licenses?: { type?: string }[]
  homepage?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const BUNDLED_BY = ['src-main', 'src-renderer', 'src-shared']
/** Delivered beside the bundles although no source imports it. */
const DELIVERED = ['electron']
const IMPORT = /(?:from|import)\s*\(?\s*['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^'"]*)?['"]/g

function readManifest(folder: string): Manifest | null {
  const file = join(folder, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : null
}

/** As Node looks for it: beside the package that needs it, then further up. */
function folderOf(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (folder === dirname(folder)) return null
  }
}

function licenceText(folder: string): string | null {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name))
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim()
}

function nameOfLicence({ license, licenses }: Manifest): string {
  if (typeof license === 'string') return license
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'see its text'
}

function importedBy(folder: string): Set<string> {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\./.test(file),
  )
  const names = sources.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(IMPORT)].map(([, name]) => name ?? ''))
  return new Set(names.filter((name) => !name.startsWith('node:') && !name.startsWith('virtual:')))
}

export function collectLicences(): Licences {
  const own = readManifest(root)
  const seen = new Map<string, LicenceNotice>()
  const texts: string[] = []
  const add = (name: string, from: string): void => {
    const folder = folderOf(name, from)
    const manifest = folder === null ? null : readManifest(folder)
    if (folder === null || manifest === null) return
    const key = `${manifest.name}@${manifest.version}`
    if (seen.has(key)) return
    const text = licenceText(folder)
    if (text !== null && !texts.includes(text)) texts.push(text)
    seen.set(key, {
      name: manifest.name,
      version: manifest.version,
      licence: nameOfLicence(manifest),
      homepage: manifest.homepage ?? null,
      text: text === null ? null : texts.indexOf(text),
    })
    // What Electron's package needs only fetches Electron: it is not delivered.
    if (DELIVERED.includes(name)) return
    for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) add(needed, folder)
  }
  const bundled = BUNDLED_BY.flatMap((folder) => [...importedBy(join(root, folder))])
  for (const name of [...Object.keys(own?.dependencies ?? {}), ...bundled, ...DELIVERED]) add(name, root)
  return { packages: [...seen.values()].sort((a, b) => a.name.localeCompare(b.name)), texts }
}

/** Vite's way to them: `import('virtual:licences')`. */
export function licencesPlugin() {
  const id = 'virtual:licences'
  return {
    name: 'omni:licences',
    resolveId: (source: string) => (source === id ? `\0${id}` : null),
    load: (source: string) => (source === `\0${id}` ? `export default ${JSON.stringify(collectLicences())}` : null),
  }
}
