/** What the system says of a disk, in a sentence for the owner. */
import { OmniError } from '../../../../src-shared/errors.ts'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const SENTENCES: [RegExp, (folder: string) => string][] = [
  [/^(ENOSPC|EDQUOT)$/, (folder) => `The disk is full: no backup fits into "${folder}". Free some space, or choose another folder.`],
  [/^EFBIG$/, (folder) => `The disk of "${folder}" cannot hold a file of this size. Choose a folder on another disk.`],
  [
    /^(ENOENT|ENOTDIR|ENODEV|ENXIO)$/,
    (folder) => `The folder for backups, "${folder}", is not there. Connect its disk, or choose another folder.`,
  ],
  [
    /^(EACCES|EPERM|EROFS)$/,
    (folder) => `Omni may not write into the folder for backups, "${folder}". Change its permissions, or choose another folder.`,
  ],
  [/^E[A-Z0-9]+$/, (folder) => `The disk failed while a backup was written into "${folder}".`],
]

/** An OmniError for what the file system threw; anything else unchanged. */
export function inDiskWords(error: unknown, folder: string): unknown {
  if (error instanceof OmniError) return error
  const code = codeOf(error)
  // Node's own codes have an underscore.
  const sentence = SENTENCES.find(([codes]) => codes.test(code))?.[1]
  return sentence === undefined ? error : new OmniError('storage_unavailable', sentence(folder), { cause: error, details: { folder } })
}
