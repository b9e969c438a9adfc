import { oc } from '@orpc/contract'
import * as z from 'zod'
import { OCCASION_KINDS } from '../notifications/occasions.ts'
import { timestampSchema } from './common.ts'

/** A crash of one of the app's processes, as it is kept on this computer. */
const crashSchema = z.object({ at: timestampSchema, name: z.string(), sizeBytes: z.number().int() })

/** The computer that the desktop app runs on, as far as the app may decide. */
export const desktopStateSchema = z.object({
  /** By the system's own word, who may have been told otherwise since. */
  startsWithComputer: z.boolean(),
  /** It does not go to sleep while an account is connected. */
  keepsAwake: z.boolean(),
  /** Is there a place where a closed window leaves its icon? */
  hasTray: z.boolean(),
  /** What the system has nothing of to lock saved keys and tokens with: on Linux a keyring, else a key store; null: it has. */
  missingKeyStore: z.enum(['key-store', 'keyring']).nullable(),
  /** Newest first. Nothing of them leaves this computer. */
  crashes: z.array(crashSchema),
  crashFolder: z.string(),
})
export type DesktopState = z.infer<typeof desktopStateSchema>
export type MissingKeyStore = NonNullable<DesktopState['missingKeyStore']>

export const desktopChangeSchema = desktopStateSchema.pick({ startsWithComputer: true, keepsAwake: true }).partial()
export type DesktopChange = z.infer<typeof desktopChangeSchema>

const clockSchema = z.string().max(5)

/** What the app's window is set to: it holds while the window is closed, too. */
export const windowMemorySchema = z.object({
  language: z.enum(['en', 'pt-BR', 'es']),
  /** The name that the person gave herself; empty without one. */
  who: z.string().max(80),
  /** Of which occasions a notification tells. */
  tells: z.record(z.enum(OCCASION_KINDS), z.boolean()),
  quiet: z.object({ isOn: z.boolean(), from: clockSchema, to: clockSchema }),
})
export type WindowMemory = z.infer<typeof windowMemorySchema>

export const desktopContract = {
  /** Null where the hub has no desktop app around it. */
  get: oc.output(desktopStateSchema.nullable()),
  /** Fails with `forbidden`, in plain words, where the system refuses. */
  change: oc.input(desktopChangeSchema).output(desktopStateSchema),
  /** Home says no more that there is no key store. */
  dismissKeyStore: oc.output(z.object({ dismissed: z.literal(true) })),
  /** Only for the app's own window. */
  remember: oc.input(windowMemorySchema).output(z.object({ remembered: z.literal(true) })),
}
