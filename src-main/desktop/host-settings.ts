/** What the desktop host remembers for itself, beside the hub's data: it must be known before there is a hub. */
import * as z from 'zod'
import { windowMemorySchema } from '../../src-shared/contract/desktop.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const schema = z.object({
  keepsAwake: z.boolean().default(false),
  /** The first closing of the window said that Omni goes on. */
  isToldOfTray: z.boolean().default(false),
  /** Somebody has read that this computer has no key store. */
  isToldOfKeyStore: z.boolean().default(false),
  /** Of Electron's: 0 is the normal size, each step is a fifth. */
  zoomLevel: z.number().min(-3).max(5).default(0),
  /** What the panel said of itself when it was last open; null before the first time. */
  window: windowMemorySchema.nullable().default(null),
})
export type HostSettings = z.infer<typeof schema>

export interface HostSettingsFile {
  readonly now: HostSettings
  change(part: Partial<HostSettings>): void
}

/** @param log is told when the file cannot be written; what was changed holds until the end of the process */
export function openHostSettings(file: string, log: (message: string) => void): HostSettingsFile {
  let now = readJsonFile(file, schema) ?? schema.parse({})
  return {
    get now() {
      return now
    },
    change(part) {
      now = { ...now, ...part }
      const failure = writeJsonFile(file, now)
      if (failure !== null) log(`The settings of the desktop could not be saved: ${failure.message}`)
    },
  }
}
