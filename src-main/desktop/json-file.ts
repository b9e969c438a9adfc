/** Small files of the desktop host itself, which must not keep it from starting. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type * as z from 'zod'

/** Null where there is none, or it makes no sense. */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** What goes wrong is returned, not thrown: a lost window state is not worth a word to the user. */
export function writeJsonFile(file: string, value: unknown): Error | null {
  try {
    mkdirSync(dirname(file), { recursive: true })
    // Renamed into place, so that a power cut leaves the old state or the new one.
    writeFileSync(`${file}.tmp`, JSON.stringify(value))
    renameSync(`${file}.tmp`, file)
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
