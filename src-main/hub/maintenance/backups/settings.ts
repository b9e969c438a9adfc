/** What is kept of backups among the settings. */
import * as z from 'zod'
import { backupPlanSchema, backupSchema, backupStateSchema } from '../../../../src-shared/contract/backups.ts'
import type { Storage } from '../../storage/port.ts'

const SETTING = 'backups'

const schema = z.object({
  plan: backupPlanSchema.catch(backupPlanSchema.parse({})),
  /** When the plan was chosen, or came to this computer. */
  plannedAt: z.iso.datetime().nullable().catch(null),
  lastGood: backupSchema.nullable().catch(null),
  failure: backupStateSchema.shape.failure.catch(null),
})
export type BackupSettings = z.infer<typeof schema>

type Settings = Pick<Storage, 'getSetting' | 'setSetting'>

export const readBackupSettings = async (storage: Settings): Promise<BackupSettings> =>
  schema.parse((await storage.getSetting(SETTING)) ?? {})

export const saveBackupSettings = (storage: Settings, settings: BackupSettings): Promise<void> => storage.setSetting(SETTING, settings)
