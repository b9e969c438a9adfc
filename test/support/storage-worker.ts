/**
 * The storage worker as the product ships it: one file. Run from its sources, every thread would
 * strip types with Node's WebAssembly compiler, and V8 crashes when two threads finish the same
 * import wrapper at once (WasmEngine::FreeDeadCode, seen with Node 24.21).
 */
export const storageWorker = new URL('../../out/main/storage-worker.js', import.meta.url)

/** The worker that reads documents, for the same reason. */
export const documentWorker = new URL('../../out/main/document-worker.js', import.meta.url)

/** The worker that makes and opens backups, too. */
export const backupWorker = new URL('../../out/main/backup-worker.js', import.meta.url)
