/** The thread that reads one document and ends. A hostile file harms nothing else: the thread is ended from outside. */
import { parentPort, workerData } from 'node:worker_threads'
import { extractText } from './extract.ts'

export interface DocumentWorkerData {
  bytes: Uint8Array
  mimeType: string
  fileName: string | null
}

const { bytes, mimeType, fileName }: DocumentWorkerData = workerData
extractText(bytes, mimeType, fileName).then((extracted) => parentPort?.postMessage(extracted))
