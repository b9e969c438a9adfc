import { Button } from '@mantine/core'
import { IconFilterOff, IconInbox } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import { Link } from 'wouter'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { conversationsQuery } from '../queries.ts'
import { ChooseBar } from './ChooseBar.tsx'
import { ChoiceRow, ConversationRow } from './ConversationRow.tsx'
import { isFiltered, type ListFilters, NO_FILTERS } from './filters.ts'
import { ListSkeleton } from './ListSkeleton.tsx'
import classes from './list.module.css'

interface ConversationsProps {
  filters: ListFilters
  /** The filters as they stand in the address: opening a conversation keeps them. */
  query: string
  selectedId: string | null
  onChange: (filters: Partial<ListFilters>) => void
}

/** The conversations that fit the filters, the newest first. */
export function Conversations({ filters, query, selectedId, onChange }: ConversationsProps) {
  const { t } = useTranslation('conversations')
  const list = useInfiniteQuery(conversationsQuery(filters))
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const conversations = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  // All that were shown have left the list, one by one or at once: others may stand behind them.
  const isEmptied = conversations.length === 0 && list.hasNextPage
  const { fetchNextPage } = list
  useEffect(() => {
    if (isEmptied) void fetchNextPage()
  }, [isEmptied, fetchNextPage])
  if (list.isPending || (isEmptied && !list.isError)) return <ListSkeleton />
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (conversations.length === 0 && isFiltered(filters)) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t('inbox.filteredTitle')}
        text={t('inbox.filteredText')}
        action={
          <Button variant="default" onClick={() => onChange(NO_FILTERS)}>
            {t('inbox.showAll')}
          </Button>
        }
      />
    )
  }
  if (conversations.length === 0) {
    return (
      <EmptyState
        icon={IconInbox}
        title={t('noneTitle')}
        text={t('noneText')}
        action={
          <Button component={Link} href="/instances/new">
            {t('noneConnect')}
          </Button>
        }
      />
    )
  }
  const showInstance = filters.instanceName === null
  const toggle = (id: string) =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  return (
    <>
      {(filters.states.includes('waiting') || chosen !== null) && (
        <ChooseBar conversations={conversations} chosen={chosen} onChange={setChosen} />
      )}
      <Virtuoso
        className={classes.rows}
        data={conversations}
        computeItemKey={(_index, conversation) => conversation.id}
        endReached={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
        }}
        increaseViewportBy={300}
        itemContent={(_index, conversation) =>
          chosen === null ? (
            <ConversationRow
              conversation={conversation}
              query={query}
              isSelected={conversation.id === selectedId}
              showInstance={showInstance}
            />
          ) : (
            <ChoiceRow
              conversation={conversation}
              showInstance={showInstance}
              isChosen={chosen.has(conversation.id)}
              onToggle={() => toggle(conversation.id)}
            />
          )
        }
      />
    </>
  )
}
