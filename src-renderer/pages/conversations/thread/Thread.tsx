import { Button } from '@mantine/core'
import { IconGhost2 } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { hub } from '../../../hub/client.ts'
import { hubNow } from '../../../hub/hub-clock.ts'
import { problemOf } from '../../../hub/problem.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { edit } from '../../../stores/changing.ts'
import { useStreamIds } from '../../../stores/live/store.ts'
import { useOutgoing } from '../../../stores/outgoing.ts'
import { quote } from '../../../stores/quoting.ts'
import { changesOf } from '../bubble/changeable.ts'
import { Composer } from '../composer/Composer.tsx'
import { useOffers } from '../composer/use-offers.ts'
import { DraftBar } from '../owner/DraftBar.tsx'
import { OwnerBar } from '../owner/OwnerBar.tsx'
import { messagesQuery, useConversation } from '../queries.ts'
import { type ThreadFacts, ThreadProvider } from './context.ts'
import { DropArea } from './DropArea.tsx'
import { Lightbox } from './Lightbox.tsx'
import { MessageList } from './MessageList.tsx'
import { buildRows } from './rows.ts'
import { ThreadEmpty } from './ThreadEmpty.tsx'
import { type PersonToggle, ThreadHeader } from './ThreadHeader.tsx'
import { ThreadSkeleton } from './ThreadSkeleton.tsx'
import { useFollowMerged } from './use-follow-merged.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useMarkUnread } from './use-mark-unread.ts'
import { usePosition } from './use-position.ts'

const NONE: never[] = []

interface ThreadProps {
  id: string
  person?: PersonToggle
}

export function Thread({ id, person }: ThreadProps) {
  const { t } = useTranslation('conversations')
  const { data: conversation, error: conversationError } = useConversation(id)
  useMarkUnread(id)
  useFollowMerged(id, conversation)
  const { target, around, setAround, goTo, toNewest } = usePosition()
  const thread = useInfiniteQuery(messagesQuery(id, around))
  const streamIds = useStreamIds(id)
  const outgoing = useOutgoing(id)
  const unread = useMarkRead(conversation)
  const offers = useOffers(conversation?.instanceName ?? '')
  const [largeId, setLargeId] = useState<string | null>(null)
  const messages = useMemo(() => thread.data?.pages.toReversed().flatMap((page) => page.items) ?? [], [thread.data])
  const { hasNextPage: hasOlder, hasPreviousPage: hasNewer } = thread
  const unreadFrom = unread?.seq ?? null
  // What is being said stands behind the newest message, not behind one of last month.
  const rows = useMemo(
    () => buildRows(messages, hasNewer ? NONE : streamIds, hasNewer ? NONE : outgoing, hasOlder, unreadFrom),
    [messages, streamIds, outgoing, hasOlder, hasNewer, unreadFrom],
  )
  const images = useMemo(
    () => messages.filter(({ kind, media, revokedAt }) => kind === 'image' && media?.id != null && revokedAt === null),
    [messages],
  )
  const large = images.find((image) => image.id === largeId)

  // Without it there is no composer and no word of who has it: what stands between them would move once they come.
  const isKnown = conversation !== undefined || conversationError !== null

  // The reader is sent to a message that is not loaded: the thread is read around it.
  const isLoaded = thread.data !== undefined
  const isMissing = target !== null && isLoaded && !messages.some(({ seq }) => seq === target.seq)
  useEffect(() => {
    if (!isMissing || target === null) return
    if (around !== target.seq) setAround(target.seq)
    // Read around it, and it is still not there: it was deleted.
    else notifyDone(t('thread.atGone'))
  }, [isMissing, target, around, setAround, t])

  // By reference, because a bubble must not be drawn again for every message that comes. Together with what is
  // on the screen, not after it: a key pressed in between would find the messages of before.
  const loaded = useRef(messages)
  useLayoutEffect(() => {
    loaded.current = messages
  }, [messages])
  const onQuote = useCallback(
    (externalId: string) => {
      const known = loaded.current.find((message) => message.externalId === externalId)
      if (known) {
        goTo(known.seq)
        return
      }
      hub.conversations
        .quoted({ conversationId: id, externalId })
        .then(({ seq }) => (seq === null ? notifyDone(t('thread.quotedGone')) : goTo(seq)), notifyProblem)
    },
    [goTo, id, t],
  )
  const channel = conversation?.channel ?? 'simulator'
  const isGroup = conversation !== undefined && conversation.kind !== 'direct'
  const { editMinutes, deleteMinutes } = offers
  const changes = useMemo(() => ({ editMinutes, deleteMinutes }), [editMinutes, deleteMinutes])
  const facts = useThreadFacts({
    conversationId: id,
    channel,
    isGroup,
    canReact: offers.reactions,
    changes,
    onQuote,
    onOpenImage: setLargeId,
  })
  const editNewest = useCallback(() => {
    const newest = loaded.current.findLast((message) => message.author === 'person' && changesOf(message, changes, hubNow()).canEdit)
    if (newest) edit(newest.id)
  }, [changes])

  if (conversationError && problemOf(conversationError).code === 'not_found') {
    return (
      <EmptyState
        icon={IconGhost2}
        title={t('goneTitle')}
        text={t('goneText')}
        action={
          <Button component={Link} href="/conversations" variant="default">
            {t('backToList')}
          </Button>
        }
      />
    )
  }
  return (
    <ThreadProvider value={facts}>
      <ThreadHeader conversation={conversation} person={person} />
      {conversation && <OwnerBar conversation={conversation} />}
      <DropArea conversationId={id} isOn={offers.files && conversation !== undefined}>
        {(thread.isPending || (thread.data !== undefined && !isKnown)) && <ThreadSkeleton />}
        {thread.isError && !thread.data && <ErrorState error={thread.error} onRetry={() => void thread.refetch()} />}
        {thread.data && isKnown && rows.length === 0 && <ThreadEmpty conversation={conversation} />}
        {thread.data && isKnown && rows.length > 0 && (
          <MessageList
            // Another place in the thread is another list: nothing of it is where it was.
            key={around ?? 'newest'}
            rows={rows}
            target={target}
            hasOlder={hasOlder}
            isLoadingOlder={thread.isFetchingNextPage}
            hasOlderFailed={thread.isFetchNextPageError}
            onOlder={() => void thread.fetchNextPage()}
            hasNewer={hasNewer}
            onNewer={() => void thread.fetchPreviousPage()}
            onNewest={toNewest}
            onUnread={unread === null ? null : () => goTo(unread.seq)}
            unreadCount={unread?.count ?? 0}
          />
        )}
        {conversation && conversation.draftId !== null && <DraftBar key={conversation.draftId} draftId={conversation.draftId} />}
        {conversation && <Composer conversation={conversation} onSent={hasNewer ? toNewest : undefined} onEditNewest={editNewest} />}
      </DropArea>
      {large && <Lightbox images={images} shown={large} onShow={setLargeId} onClose={() => setLargeId(null)} />}
    </ThreadProvider>
  )
}

/** The same object until one of the facts changes, so that no bubble is drawn without a reason. */
function useThreadFacts(facts: Omit<ThreadFacts, 'onReply'>): ThreadFacts {
  const { conversationId, channel, isGroup, canReact, changes, onQuote, onOpenImage } = facts
  return useMemo(
    () => ({
      conversationId,
      channel,
      isGroup,
      canReact,
      changes,
      onQuote,
      onOpenImage,
      onReply: (message) => quote(conversationId, message),
    }),
    [conversationId, channel, isGroup, canReact, changes, onQuote, onOpenImage],
  )
}
