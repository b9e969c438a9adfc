import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { DryRun } from '../../../src-shared/contract/playground.ts'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { notifyProblem } from '../../components/notify.ts'
import { api, hub } from '../../hub/client.ts'

/** Runs a trace again while its page is open; leaving the page, or `stop`, ends the run. */
export function useDryRun(trace: Trace) {
  const kept = useQuery(api.playground.runs.queryOptions({ input: { traceId: trace.id, limit: 1 } }))
  const [live, setLive] = useState<{ agent: string; text: string } | null>(null)
  const [newest, setNewest] = useState<DryRun | null>(null)
  const controller = useRef<AbortController | null>(null)
  useEffect(() => () => controller.current?.abort(), [])

  async function start(): Promise<void> {
    const own = new AbortController()
    controller.current = own
    setLive({ agent: '', text: '' })
    try {
      const input = { source: { type: 'trace' as const, traceId: trace.id }, agent: { instanceName: trace.instanceName } }
      for await (const event of await hub.playground.run(input, { signal: own.signal })) {
        if (event.type === 'started') setLive({ agent: event.agentName, text: '' })
        else if (event.type === 'delta') setLive((before) => before && { ...before, text: before.text + event.text })
        else if (event.type === 'restarted') setLive((before) => before && { ...before, text: '' })
        else if (event.type === 'done') setNewest(event.run)
      }
    } catch (error) {
      if (!own.signal.aborted) notifyProblem(error)
    } finally {
      setLive(null)
    }
  }
  return { live, run: newest ?? kept.data?.[0] ?? null, start, stop: () => controller.current?.abort() }
}
