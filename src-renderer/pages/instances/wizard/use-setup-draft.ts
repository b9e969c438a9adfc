import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api, hub } from '../../../hub/client.ts'
import { problemOf } from '../../../hub/problem.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { windowId } from '../../../stores/window-id.ts'
import { newDraft } from './draft.ts'
import { createSaver } from './saver.ts'

const key = api.setup.get.queryKey()

const RETRY_MS = 500

const saver = createSaver<SetupDraft>({
  write: (draft) => hub.setup.save({ draft, windowId }),
  async mayRetry(error) {
    // The page itself says that the hub is away; what was typed meanwhile is saved when it is back.
    const isAway = problemOf(error).code === 'hub_unavailable'
    if (isAway) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    else notifyProblem(error)
    return isAway
  },
})

// Reloaded or closed in the middle of a word: the last letters go with what is sent already.
window.addEventListener('pagehide', () => saver.flush())

/**
 * The draft as the hub keeps it, changed here letter by letter. What another window enters appears
 * here too; nothing is kept in this browser.
 */
export function useSetupDraft() {
  const saved = useQuery({
    ...api.setup.get.queryOptions(),
    // What is not saved yet is newer than what the hub would say.
    queryFn: async () => {
      await saver.settled()
      return hub.setup.get()
    },
  })
  const [fresh, setFresh] = useState(newDraft)
  const draft = saved.data ?? fresh
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  })

  function change(next: SetupDraft): void {
    latest.current = next
    queryClient.setQueryData(key, next)
    saver.save(next)
  }
  async function forget(): Promise<void> {
    setFresh(newDraft())
    queryClient.setQueryData(key, null)
    await saver.settled()
    await hub.setup.forget({ windowId }).catch(notifyProblem)
  }
  return { draft, isReady: !saved.isPending, error: saved.error, retry: () => void saved.refetch(), change, forget }
}
