/** The desktop host's entry: Electron's main process. */
// First, as it concerns everything that is loaded after it.
import './heap.ts'

import { fileURLToPath } from 'node:url'
import { outliveClosedOutput } from './closed-output.ts'
import { runDesktop } from './desktop/run.ts'
import { createHub } from './hub/hub.ts'

outliveClosedOutput()
runDesktop(createHub, {
  preload: new URL('../preload/preload.cjs', import.meta.url),
  storageWorker: new URL('./storage-worker.js', import.meta.url),
  documentWorker: new URL('./document-worker.js', import.meta.url),
  backupWorker: new URL('./backup-worker.js', import.meta.url),
  panelDirectory: fileURLToPath(new URL('../renderer', import.meta.url)),
  resources: fileURLToPath(new URL('../../resources', import.meta.url)),
})
