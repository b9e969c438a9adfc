import { Button, Skeleton } from '@mantine/core'
import { IconFilterOff, IconMessages } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { AccountName } from '../../../components/AccountName.tsx'
import { Avatar } from '../../../components/Avatar.tsx'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { PageBody } from '../../../components/PageBody.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { useDebounced } from '../../../components/use-debounced.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUi } from '../../../stores/ui.ts'
import classes from './replay.module.css'

const SEARCH_PAUSE_MS = 250

export function ChooseConversation() {
  const { t } = useTranslation(['playground', 'common'])
  const instanceName = useUi((ui) => ui.instanceFilter)
  const [search, setSearch] = useState('')
  const query = useDebounced(search.trim(), SEARCH_PAUSE_MS)
  const list = useInfiniteQuery(
    api.conversations.list.infiniteOptions({
      input: (before: string | undefined) => ({
        before,
        limit: 30,
        query: query || undefined,
        instanceName: instanceName ?? undefined,
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextBefore ?? undefined,
    }),
  )
  const conversations = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return (
    <PageBody width={760}>
      <div className={classes.choose}>
        <h2 className={classes.title}>{t('chooseTitle')}</h2>
        <p className={classes.text}>{t('chooseText')}</p>
        <SearchBox label={t('searchConversation')} value={search} onChange={setSearch} />
      </div>
      {list.isPending && ['a', 'b', 'c', 'd'].map((row) => <Skeleton key={row} height={52} radius={10} />)}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && conversations.length === 0 && (
        <EmptyState
          icon={query === '' ? IconMessages : IconFilterOff}
          title={t(query === '' ? 'noConversationTitle' : 'noMatchTitle')}
          text={t(query === '' ? 'noConversationText' : 'noMatchText')}
        />
      )}
      {conversations.length > 0 && (
        <ul className={classes.conversations} aria-label={t('chooseTitle')}>
          {conversations.map(({ id, name, avatarUrl, channel, instanceName: of, lastMessagePreview, lastMessageAt }) => (
            <li key={id}>
              <Link href={`/playground/replay/${id}`} className={classes.conversation}>
                <Avatar name={name} url={avatarUrl} size={32} channel={channel} />
                <span className={classes.lines}>
                  <span className={classes.name}>
                    {name}{' '}
                    <span className={classes.of}>
                      <AccountName of={of} />
                    </span>
                  </span>
                  <span className={classes.preview}>{lastMessagePreview}</span>
                </span>
                {lastMessageAt && <TimeText iso={lastMessageAt} className={classes.time} />}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('common:loadMore')}
        </Button>
      )}
    </PageBody>
  )
}
