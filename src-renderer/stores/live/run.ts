import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { LiveEvent, LiveFrame } from '../../../src-shared/contract/live.ts'
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import { api, hub } from '../../hub/client.ts'
import { noteHubTime } from '../../hub/hub-clock.ts'
import { windowId } from '../window-id.ts'
import { LiveCache } from './cache.ts'
import { applyFrame } from './reduce.ts'
import { useLive } from './store.ts'

const RESUBSCRIBE_MS = 1000
/** What needs a person is read again when something happened, but not more often than this. */
const HOME_REFRESH_MS = 2000
/** Figures are sums over days: nobody sees them change by one. */
const FIGURES_REFRESH_MS = 10_000
/** The facts about a person beside an open conversation. */
const PERSON_REFRESH_MS = 2000
const COUNTS_REFRESH_MS = 500
const ANSWERS_REFRESH_MS = 500

/** States of the tunnel that follow a change of its setup, here, in another window or by what it found. */
const SETUP_MAY_DIFFER = new Set<TunnelStatus['state']>(['off', 'opening', 'proving', 'failed'])

/** Reads again what has this key, once, some time after it was asked to. */
function refreshSoon(client: QueryClient, queryKey: QueryKey, delayMs: number): () => void {
  let isPlanned = false
  return () => {
    if (isPlanned) return
    isPlanned = true
    setTimeout(() => {
      isPlanned = false
      void client.invalidateQueries({ queryKey })
    }, delayMs)
  }
}

/** Applies the frames of the one live subscription to the store and to what was read. */
export function createLiveRunner(client: QueryClient, onFrame: (frame: LiveFrame) => void): (signal: AbortSignal) => void {
  const cache = new LiveCache(client)
  const refreshHome = refreshSoon(client, api.system.home.key(), HOME_REFRESH_MS)
  const refreshFigures = refreshSoon(client, api.home.key(), FIGURES_REFRESH_MS)
  const refreshActivity = refreshSoon(client, api.instances.activity.key(), FIGURES_REFRESH_MS)

  const refreshPerson = refreshSoon(client, api.contacts.ofConversation.key(), PERSON_REFRESH_MS)

  const refreshCounts = refreshSoon(client, api.conversations.counts.key(), COUNTS_REFRESH_MS)

  const refreshAnswers = refreshSoon(client, api.answerCache.key(), ANSWERS_REFRESH_MS)

  /** A list beside the conversations was changed, here or in another window. */
  function refreshList({ what, conversationId }: Extract<LiveEvent, { type: 'inbox.changed' }>): void {
    const input = conversationId === null ? {} : { input: { conversationId } }
    const key = {
      labels: () => api.labels.list.key(),
      saved_replies: () => api.savedReplies.list.key(),
      notes: () => api.contacts.notes.key(input),
      scheduled: () => api.scheduled.list.key(input),
      summary: () => api.summaries.get.key(input),
    }[what]()
    void client.invalidateQueries({ queryKey: key })
  }

  function apply(frame: LiveFrame): void {
    noteHubTime(frame.at, frame.isReset)
    const { state, effects } = applyFrame(useLive.getState(), frame)
    useLive.setState(state, true)
    cache.apply(frame.events)
    onFrame(frame)
    if (effects.isReset) {
      void client.invalidateQueries()
      return
    }
    for (const conversationId of effects.gaps) {
      void client.invalidateQueries({ queryKey: api.conversations.messages.key({ input: { conversationId } }) })
    }
    for (const event of frame.events) {
      if (event.type === 'instance.changed' || event.type === 'instance.removed') {
        refreshHome()
        const list = client.getQueryData(api.instances.list.queryKey())
        const known = list?.find((instance) => instance.name === event.instanceName)
        if (list && event.type === 'instance.changed') {
          // New, or its settings were saved in another window, or through the API.
          const isStale = known === undefined || (event.updatedAt !== undefined && event.updatedAt !== known.updatedAt)
          if (isStale) void client.invalidateQueries({ queryKey: api.instances.list.key() })
          if (isStale && known) void client.invalidateQueries({ queryKey: api.instances.get.key({ input: { name: known.name } }) })
        }
      } else if (event.type === 'agents.changed') {
        void client.invalidateQueries({ queryKey: api.agents.list.key() })
        refreshHome()
      } else if (event.type === 'phrase.changed') {
        void client.invalidateQueries({ queryKey: api.recoveryPhrase.get.key() })
        refreshHome()
      } else if (event.type === 'backups.changed') {
        void client.invalidateQueries({ queryKey: api.backups.key() })
        refreshHome()
      } else if (event.type === 'tunnel.changed') {
        refreshHome()
        // Calls are told as well; only where it begins or ends was something learned, such as the key of a server.
        if (SETUP_MAY_DIFFER.has(event.status.state)) void client.invalidateQueries({ queryKey: api.tunnel.setup.key() })
      } else if (event.type === 'answers.changed') {
        refreshAnswers()
      } else if (event.type === 'setup.changed') {
        refreshHome()
        // What was typed here is newer than what the hub says of it.
        if (event.windowId !== windowId) void client.invalidateQueries({ queryKey: api.setup.key() })
      } else if (event.type === 'trace.changed' || event.type === 'conversation.changed') {
        refreshHome()
        const id = event.type === 'trace.changed' ? event.trace.conversationId : null
        if (id !== null) void client.invalidateQueries({ queryKey: api.conversations.why.key({ input: { id } }) })
        // What was said and sent is read with the trace, and known when it ends.
        if (event.type === 'trace.changed' && event.trace.completedAt !== null)
          void client.invalidateQueries({ queryKey: api.traces.get.key({ input: { id: event.trace.id } }) })
        refreshFigures()
        refreshActivity()
        refreshPerson()
        if (event.type === 'conversation.changed') refreshCounts()
      } else if (event.type === 'conversation.merged') {
        // Its thread holds what was in two.
        const conversationId = event.conversation.id
        void client.invalidateQueries({ queryKey: api.conversations.messages.key({ input: { conversationId } }) })
        refreshPerson()
        refreshCounts()
      } else if (event.type === 'message.changed' && event.message.delivery?.state === 'pending') {
        // It may wait for longer than a moment from now on, which Home lists.
        refreshHome()
      } else if (event.type === 'message.changed' && event.message.revokedAt !== null) {
        // A summary goes with a message that it is of.
        const { conversationId } = event.message
        void client.invalidateQueries({ queryKey: api.summaries.get.key({ input: { conversationId } }) })
      } else if (event.type === 'inbox.changed') {
        refreshList(event)
        // A planned message that was missed is listed on Home.
        if (event.what === 'scheduled') refreshHome()
      }
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const frame of await hub.live.subscribe(undefined, { signal })) apply(frame)
      } catch {
        // A wire that broke ends the loop by its signal; anything else is tried again below.
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RESUBSCRIBE_MS))
    }
  }

  return (signal) => void run(signal)
}
