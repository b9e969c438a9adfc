/** The storage worker's source: Node runs TypeScript by itself. */
export const storageWorker = new URL('../../src-main/hub/storage/sqlite/worker.ts', import.meta.url)
