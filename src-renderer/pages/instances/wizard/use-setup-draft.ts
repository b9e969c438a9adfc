import { useQuery } from '@tanstack/react-query'
import { create } from 'zustand'
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

const saver = createSaver<SetupDraft | null>({
  write: (draft) => (draft === null ? hub.setup.forget({ windowId }) : hub.setup.save({ draft, windowId })),
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

const NOTHING = newDraft()

/**
 * What is on the screen. A field follows the hand at once: the query's own copy reaches a component only in a later
 * task, and until then a box that was ticked would be drawn without its tick. Null until the hub has said what it has.
 */
const useDraft = create<{ draft: SetupDraft | null }>(() => ({ draft: null }))
let changes = 0

/** Nothing is changed by hand while the hub is asked, or what it says is old already. */
async function newestSaved(): Promise<SetupDraft | null> {
  for (;;) {
    const before = changes
    await saver.settled()
    const saved = await hub.setup.get()
    if (changes !== before) continue
    useDraft.setState({ draft: saved ?? NOTHING })
    return saved
  }
}

function put(draft: SetupDraft | null): void {
  changes += 1
  useDraft.setState({ draft: draft ?? NOTHING })
  queryClient.setQueryData(key, draft)
  saver.save(draft)
}

/**
 * The draft as the hub keeps it, changed here letter by letter. What another window enters appears
 * here too; nothing is kept in this browser.
 */
export function useSetupDraft() {
  const draft = useDraft((state) => state.draft)
  // Asked each time, also where the checklist has asked before: what is on the screen comes from here.
  const saved = useQuery({ ...api.setup.get.queryOptions(), queryFn: newestSaved, staleTime: 0 })
  async function forget(): Promise<void> {
    put(null)
    await saver.settled()
  }
  return { draft: draft ?? NOTHING, isReady: draft !== null, error: saved.error, retry: () => void saved.refetch(), change: put, forget }
}
