/** The list of an asar's files, and the hash by which Electron knows its list. */
import { createHash } from 'node:crypto'
import { getRawHeader } from '@electron/asar'

export interface ArchivedFile {
  /** With slashes, without one in front. */
  path: string
  /** Bytes. */
  size: number
  /** It lies beside the archive, in `app.asar.unpacked`. */
  isUnpacked: boolean
}

interface Entry {
  files?: Record<string, Entry>
  size?: number
  unpacked?: boolean
}

export function readArchive(file: string): { files: ArchivedFile[]; headerHash: string } {
  const { header, headerString } = getRawHeader(file)
  const files: ArchivedFile[] = []
  const walk = (entry: Entry, at: string): void => {
    for (const [name, child] of Object.entries(entry.files ?? {})) {
      const path = at === '' ? name : `${at}/${name}`
      if (child.files !== undefined) walk(child, path)
      else files.push({ path, size: child.size ?? 0, isUnpacked: child.unpacked === true })
    }
  }
  walk(header as Entry, '')
  return { files, headerHash: createHash('sha256').update(headerString).digest('hex') }
}

/** The largest parts, most bytes first: a package with all that it holds, or one file of ours. */
export function largestParts(files: ArchivedFile[], count: number): { part: string; size: number }[] {
  const sizes = new Map<string, number>()
  for (const { path, size } of files) {
    const part = /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path
    sizes.set(part, (sizes.get(part) ?? 0) + size)
  }
  return [...sizes]
    .map(([part, size]) => ({ part, size }))
    .sort((a, b) => b.size - a.size)
    .slice(0, count)
}
