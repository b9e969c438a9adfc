import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { StorageUsage } from '../../../../src-shared/contract/retention.ts'
import { logFolder } from '../../observe/log.ts'
import type { ProcessConfig } from '../../runtime/config.ts'
import type { Storage } from '../../storage/port.ts'
import type { BackupService } from '../backups/service.ts'

export interface UsageSources {
  storage: Pick<Storage, 'databaseUsage'>
  backups: Pick<BackupService, 'sizeBytes'>
  config: Pick<ProcessConfig, 'dataDirectory'>
}

async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** What everything takes on this disk. */
export async function readUsage({ storage, backups, config }: UsageSources): Promise<StorageUsage> {
  const [database, logsBytes, backupsBytes] = await Promise.all([
    storage.databaseUsage(),
    folderBytes(logFolder(config)),
    backups.sizeBytes(),
  ])
  return { ...database, logsBytes, backupsBytes }
}
