import type { Wire } from './wire.ts'

const EVERY_MS = 20_000
const PATIENCE_MS = 8000

/**
 * Closes a wire whose other end is silent. A machine that slept, or a port whose process died, leaves
 * a way that looks open: nothing but a question without an answer tells. Ends with the wire; the
 * function that it gives asks at once.
 */
export function keepHeartbeat(wire: Wire): () => void {
  let isAsking = false

  async function ask(): Promise<void> {
    if (isAsking) return
    isAsking = true
    const patience = setTimeout(() => wire.close(), PATIENCE_MS)
    try {
      await wire.link.call(['system', 'info'], undefined, { context: {} })
    } catch {
      // An error is an answer too; a broken wire closes anyway.
    } finally {
      clearTimeout(patience)
      isAsking = false
    }
  }

  const timer = setInterval(() => void ask(), EVERY_MS)
  void wire.closed.then(() => clearInterval(timer))
  return () => void ask()
}
