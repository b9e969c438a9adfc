import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState } from '../../../../components/ErrorState.tsx'
import { notifyDone, notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { SearchBox } from '../../../../components/SearchBox.tsx'
import { useDebounced } from '../../../../components/use-debounced.ts'
import { api } from '../../../../hub/client.ts'
import { queryClient } from '../../../../hub/query-client.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './answers.module.css'
import { KeptAnswerRow } from './KeptAnswerRow.tsx'

const SETTLED_MS = 200
const PAGE = 20

function useKept(instanceName: string, query: string) {
  return useInfiniteQuery(
    api.answerCache.list.infiniteOptions({
      input: (before: string | undefined) => ({ instanceName, query, before, limit: PAGE }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextBefore ?? undefined,
    }),
  )
}

/** The answers that would be given again, each with the way to forget it. */
export function KeptAnswers({ instanceName, isOn }: { instanceName: string; isOn: boolean }) {
  const { t } = useTranslation('agents')
  const [typed, setTyped] = useState('')
  const query = useDebounced(typed.trim(), SETTLED_MS)
  const list = useKept(instanceName, query)
  const count = useQuery(api.answerCache.figures.queryOptions({ input: { instanceName } })).data?.kept ?? 0
  const forgetAll = useMutation(
    api.answerCache.forgetAll.mutationOptions({
      onSuccess: () => {
        notifyDone(t('answerCache.forgotAll'))
        return queryClient.invalidateQueries({ queryKey: api.answerCache.key() })
      },
      onError: notifyProblem,
    }),
  )
  const answers = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Panel
      title={t('answerCache.keptTitle')}
      text={count === 0 ? undefined : t('answerCache.keptCount', { count })}
      action={
        count > 0 && (
          <Button
            variant="default"
            className={classes.add}
            loading={forgetAll.isPending}
            onClick={() => forgetAll.mutate({ instanceName })}
          >
            {t('answerCache.forgetAll')}
          </Button>
        )
      }
    >
      {(count > 0 || typed !== '') && <SearchBox label={t('answerCache.search')} value={typed} onChange={setTyped} />}
      {list.isPending && <Skeleton height={120} radius={8} mt={12} />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && answers.length === 0 && (
        <p className={classes.hint} role="status">
          {query !== '' ? t('answerCache.keptNone') : isOn ? t('answerCache.keptEmpty') : t('answerCache.keptOff')}
        </p>
      )}
      {answers.length > 0 && (
        <ul className={classes.kept} aria-label={t('answerCache.keptTitle')}>
          {answers.map((answer) => (
            <KeptAnswerRow key={answer.id} answer={answer} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" mt={8} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('answerCache.more')}
        </Button>
      )}
    </Panel>
  )
}
