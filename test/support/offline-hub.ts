/** What a data folder lets do while no hub runs on it. */
import type { Hub } from '../../src-main/hub/host.ts'
import { createHub } from '../../src-main/hub/hub.ts'
import { readProcessConfig } from '../../src-main/hub/runtime/config.ts'
import type { SecretBox } from '../../src-main/hub/secrets/secret-box.ts'
import { openBox } from './hub.ts'
import { backupWorker, documentWorker, storageWorker } from './storage-worker.ts'

export function offlineHub(folder: string, secretBox: SecretBox = openBox): Pick<Hub, 'backUp' | 'restore'> {
  const env = { OMNI_DATA_DIR: folder, OMNI_LOG_LEVEL: 'error' }
  const config = readProcessConfig(env)
  return createHub({ kind: 'headless', config, env, secretBox, storageWorker, documentWorker, backupWorker, panelDirectory: null })
}
