/**
 * Says in the data folder where the hub of it is to be reached, with a secret that only who may read the folder
 * knows: a second start finds the first by it, and asks it for a link to its panel.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const runningSchema = z.object({ baseUrl: z.url(), ownerSecret: z.string().min(20) })
export type Running = z.infer<typeof runningSchema>

const fileIn = (dataDirectory: string) => join(dataDirectory, 'running.json')

/** Returns what removes it. A folder that cannot be written costs the second start its link, and nothing else. */
export function noteRunning(dataDirectory: string, running: Running): () => void {
  const file = fileIn(dataDirectory)
  try {
    writeFileSync(`${file}.new`, JSON.stringify(running), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    return () => {}
  }
  return () => rmSync(file, { force: true })
}

export const newOwnerSecret = (): string => randomBytes(32).toString('base64url')

/** Null where no hub says that it runs. A hub that was killed may have left it behind. */
export function readRunning(dataDirectory: string): Running | null {
  try {
    return runningSchema.parse(JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')))
  } catch {
    return null
  }
}
