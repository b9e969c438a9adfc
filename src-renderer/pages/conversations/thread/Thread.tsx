import { Button } from '@mantine/core'
import { IconGhost2 } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { problemOf } from '../../../hub/problem.ts'
import { useStreamIds } from '../../../stores/live/store.ts'
import { useOutgoing } from '../../../stores/outgoing.ts'
import { Composer } from '../composer/Composer.tsx'
import { DraftBar } from '../owner/DraftBar.tsx'
import { OwnerBar } from '../owner/OwnerBar.tsx'
import { messagesQuery, useConversation } from '../queries.ts'
import { MessageList } from './MessageList.tsx'
import { buildRows } from './rows.ts'
import { ThreadEmpty } from './ThreadEmpty.tsx'
import { type PersonToggle, ThreadHeader } from './ThreadHeader.tsx'
import { ThreadSkeleton } from './ThreadSkeleton.tsx'
import { useMarkRead } from './use-mark-read.ts'

interface ThreadProps {
  id: string
  person?: PersonToggle
}

export function Thread({ id, person }: ThreadProps) {
  const { t } = useTranslation('conversations')
  const { data: conversation, error: conversationError } = useConversation(id)
  const thread = useInfiniteQuery(messagesQuery(id))
  const streamIds = useStreamIds(id)
  const outgoing = useOutgoing(id)
  const messages = useMemo(() => thread.data?.pages.toReversed().flatMap((page) => page.items) ?? [], [thread.data])
  const hasOlder = thread.hasNextPage
  const rows = useMemo(() => buildRows(messages, streamIds, outgoing, hasOlder), [messages, streamIds, outgoing, hasOlder])
  useMarkRead(conversation)

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
    <>
      <ThreadHeader conversation={conversation} person={person} />
      {conversation && <OwnerBar conversation={conversation} />}
      {thread.isPending && <ThreadSkeleton />}
      {thread.isError && !thread.data && <ErrorState error={thread.error} onRetry={() => void thread.refetch()} />}
      {thread.data && rows.length === 0 && <ThreadEmpty conversation={conversation} />}
      {thread.data && rows.length > 0 && (
        <MessageList
          rows={rows}
          isGroup={conversation !== undefined && conversation.kind !== 'direct'}
          hasOlder={hasOlder}
          isLoadingOlder={thread.isFetchingNextPage}
          hasOlderFailed={thread.isFetchNextPageError}
          onOlder={() => void thread.fetchNextPage()}
        />
      )}
      {conversation && conversation.draftId !== null && <DraftBar key={conversation.draftId} draftId={conversation.draftId} />}
      {conversation && <Composer conversation={conversation} newestSeq={messages.at(-1)?.seq ?? 0} />}
    </>
  )
}
