import { type InfiniteData, useQuery } from '@tanstack/react-query'
import type { Conversation, Message } from '../../../src-shared/contract/conversations.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { placeMessage } from '../../stores/live/pages.ts'
import { applySnapshot } from '../../stores/live/reduce.ts'
import { useLive } from '../../stores/live/store.ts'
import { type ListFilters, toInput } from './list/filters.ts'

export function conversationsQuery(filters: ListFilters) {
  return api.conversations.list.infiniteOptions({
    input: (before: string | undefined) => ({ before, ...toInput(filters), limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  })
}

/** As one of the lists shows it. */
function listed(id: string | null): Conversation | undefined {
  const lists = queryClient.getQueriesData<InfiniteData<{ items: Conversation[] }>>({ queryKey: api.conversations.list.key() })
  for (const [, list] of lists) {
    const found = list?.pages.flatMap((page) => page.items).find((conversation) => conversation.id === id)
    if (found !== undefined) return found
  }
  return undefined
}

/** The open conversation; asks for nothing without one. One that was chosen in a list is there at once, as the list shows it. */
export function useConversation(id: string | null) {
  return useQuery({
    ...api.conversations.get.queryOptions({ input: { id: id ?? '' } }),
    enabled: id !== null,
    placeholderData: () => listed(id),
  })
}

/** Which page of a thread; undefined is the newest. */
type Place = { before: string } | { after: string } | { aroundSeq: number } | undefined

/**
 * A thread from its newest messages back, or around one of its messages in both directions. Page 0 is
 * the newest. The snapshot of the answers in progress goes to the live store.
 */
export function messagesQuery(conversationId: string, aroundSeq: number | null = null) {
  const options = api.conversations.messages.infiniteOptions({
    input: (place: Place) => ({ conversationId, ...place, limit: 50 }),
    initialPageParam: (aroundSeq === null ? undefined : { aroundSeq }) as Place,
    getNextPageParam: ({ nextBefore }) => (nextBefore === null ? undefined : { before: nextBefore }),
    getPreviousPageParam: ({ nextAfter }) => (nextAfter === null ? undefined : { after: nextAfter }),
  })
  const read: typeof options.queryFn = async (context) => {
    const sinceFrame = useLive.getState().frames
    const page = await options.queryFn(context)
    if (context.pageParam === undefined) {
      useLive.setState((state) => applySnapshot(state, conversationId, page.streams, sinceFrame), true)
    }
    return page
  }
  return { ...options, queryFn: read }
}

/** Puts a message that a call returned into its thread, without waiting for the live event. */
export function recordMessage(message: Message): void {
  queryClient.setQueryData(
    messagesQuery(message.conversationId).queryKey,
    (data) => data && { ...placeMessage(data, message), pageParams: data.pageParams },
  )
}
