import { useEffect, useState } from 'react'
import type { Connection } from '../../../../src-shared/contract/instances.ts'
import { hub } from '../../../hub/client.ts'

const RETRY_MS = 1000

/** The connection of one instance as it changes; null until the first state is here. */
export function useWatchConnection(name: string): Connection | null {
  const [connection, setConnection] = useState<Connection | null>(null)
  useEffect(() => {
    const life = new AbortController()
    async function watch(): Promise<void> {
      while (!life.signal.aborted) {
        try {
          for await (const state of await hub.instances.watchConnection({ name }, { signal: life.signal })) setConnection(state)
        } catch {
          // A broken wire ends the watch; the next round begins with the present state.
        }
        if (!life.signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
    void watch()
    return () => life.abort()
  }, [name])
  return connection
}
