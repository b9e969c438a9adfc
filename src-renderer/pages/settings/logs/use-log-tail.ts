import { useEffect, useState } from 'react'
import type { LogLine } from '../../../../src-shared/contract/logs.ts'
import { hub } from '../../../hub/client.ts'
import { useHubStatus } from '../../../stores/connection.ts'

const KEPT = 5000
const AGAIN_MS = 1000

export interface LogTail {
  lines: LogLine[]
  /** Came faster than they could be shown: they are in the file. */
  missed: number
  isLoaded: boolean
  problem: unknown
}

const EMPTY: LogTail = { lines: [], missed: 0, isLoaded: false, problem: null }

/** The log while somebody looks at it; started over when the hub comes back. */
export function useLogTail(): LogTail {
  const [tail, setTail] = useState(EMPTY)
  const isOpen = useHubStatus((status) => status.phase === 'open')
  useEffect(() => {
    if (!isOpen) return
    const controller = new AbortController()
    const { signal } = controller
    let again: ReturnType<typeof setTimeout> | undefined
    async function read(): Promise<void> {
      try {
        let isFirst = true
        for await (const frame of await hub.logs.tail(undefined, { signal })) {
          const begins = isFirst
          isFirst = false
          setTail((before) => ({
            lines: (begins ? frame.lines : [...before.lines, ...frame.lines]).slice(-KEPT),
            missed: (begins ? 0 : before.missed) + frame.missed,
            isLoaded: true,
            problem: null,
          }))
        }
      } catch (problem) {
        if (!signal.aborted) setTail((before) => ({ ...before, problem: before.isLoaded ? null : problem }))
      }
      if (!signal.aborted) again = setTimeout(() => void read(), AGAIN_MS)
    }
    void read()
    return () => {
      controller.abort()
      clearTimeout(again)
    }
  }, [isOpen])
  return tail
}
