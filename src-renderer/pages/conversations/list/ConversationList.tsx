import { Button } from '@mantine/core'
import { IconInbox, IconSearchOff, IconX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Virtuoso } from 'react-virtuoso'
import { Link } from 'wouter'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { useDebounced } from '../../../components/use-debounced.ts'
import { showInstance, useUi } from '../../../stores/ui.ts'
import { conversationsQuery } from '../queries.ts'
import { ConversationRow } from './ConversationRow.tsx'
import { Filters, type ListFilter } from './Filters.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import classes from './list.module.css'

const SEARCH_PAUSE_MS = 250

/** Up and Down walk through the rows, as in any inbox. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(document.activeElement instanceof HTMLAnchorElement)) return
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row]')]
  const next = links[links.indexOf(document.activeElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

export function ConversationList({ selectedId }: { selectedId: string | null }) {
  const { t } = useTranslation(['conversations', 'inbox'])
  const [filter, setFilter] = useState<ListFilter>('all')
  const instanceName = useUi((state) => state.instanceFilter)
  const [search, setSearch] = useState('')
  const query = useDebounced(search.trim(), SEARCH_PAUSE_MS)
  const list = useInfiniteQuery(conversationsQuery(instanceName, query, filter))
  const conversations = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])

  return (
    <section className={classes.list} aria-label={t('listLabel')} onKeyDown={walk}>
      <header className={classes.header}>
        <h1 className={classes.title}>{t('title')}</h1>
        <SearchBox label={t('searchPlaceholder')} value={search} onChange={setSearch} />
        <Filters value={filter} onChange={setFilter} />
        {instanceName !== null && (
          <button type="button" className={classes.filter} onClick={() => showInstance(null)} aria-label={t('showAll')}>
            {t('onlyInstance', { name: instanceName })}
            <IconX size={14} aria-hidden />
          </button>
        )}
      </header>
      {list.isPending && <ListSkeleton />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && conversations.length === 0 && query !== '' && (
        <EmptyState icon={IconSearchOff} title={t('noMatchTitle')} text={t('noMatchText', { query })} />
      )}
      {list.data && conversations.length === 0 && query === '' && filter !== 'all' && (
        <EmptyState
          icon={IconInbox}
          title={t('inbox:filteredTitle')}
          text={t('inbox:filteredText')}
          action={
            <Button variant="default" onClick={() => setFilter('all')}>
              {t('inbox:showAll')}
            </Button>
          }
        />
      )}
      {list.data && conversations.length === 0 && query === '' && filter === 'all' && (
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
      )}
      {conversations.length > 0 && (
        <Virtuoso
          className={classes.rows}
          data={conversations}
          computeItemKey={(_index, conversation) => conversation.id}
          endReached={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
          }}
          increaseViewportBy={300}
          itemContent={(_index, conversation) => (
            <ConversationRow conversation={conversation} isSelected={conversation.id === selectedId} showInstance={instanceName === null} />
          )}
        />
      )}
    </section>
  )
}
