import { api } from '../../../hub/client.ts'
import type { TraceFilters } from '../filters/address.ts'

const yes = (value: 'yes' | 'no' | null) => (value === null ? undefined : value === 'yes')

/** `since` is the fixed moment that `within` counts back to: a question that changed with the clock would be asked again all the time. */
export function tracesQuery(filters: TraceFilters, since: string | null) {
  const { query, instance, outcome, channel, kind, reason, error, media, from, to, over, phone, session, agentSession, conversation } =
    filters
  return api.traces.list.infiniteOptions({
    input: (before: string | undefined) => ({
      before,
      instanceName: instance ?? undefined,
      states: outcome === null ? undefined : [outcome],
      channel: channel ?? undefined,
      messageKind: kind ?? undefined,
      stopCodes: reason === null ? undefined : [reason],
      hasError: yes(error),
      hasMedia: yes(media),
      from: from ?? since ?? undefined,
      to: to ?? undefined,
      minDurationMs: over === null ? undefined : Number(over),
      phone: phone ?? undefined,
      sessionName: session ?? undefined,
      agentSessionId: agentSession ?? undefined,
      conversationId: conversation ?? undefined,
      query: query ?? undefined,
      limit: 50,
    }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  })
}
