import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { CacheHit } from '../../../src-shared/contract/answer-cache.ts'
import { Panel } from '../../components/Panel.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { useForget } from '../../components/use-forget-answer.ts'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './trace.module.css'

/** Which answer was given again, and the way to be rid of it. */
export function CachedAnswer({ cacheHit, instanceName }: { cacheHit: CacheHit; instanceName: string }) {
  const { t } = useTranslation('agents')
  const isFixed = cacheHit.kind === 'fixed'
  const kept = useQuery({ ...api.answerCache.get.queryOptions({ input: { id: cacheHit.answerId } }), enabled: !isFixed })
  const forget = useForget()
  const settings = `/instances/${instanceName}/answers`
  return (
    <Panel
      title={t(isFixed ? 'answerCache.hitFixed' : 'answerCache.hitTitle')}
      action={
        <Button component={Link} href={settings} variant="default" size="compact-md" className={classes.open}>
          {t(isFixed ? 'answerCache.editFixed' : 'answerCache.seeAll')}
        </Button>
      }
    >
      <p className={classes.cacheHit}>“{cacheHit.question}”</p>
      {kept.isFetching && kept.data === undefined && <Skeleton height={18} width={280} radius={6} />}
      {!isFixed && kept.data === null && (
        <p className={classes.none} role="status">
          {t('answerCache.hitGone')}
        </p>
      )}
      {kept.data && (
        <>
          <p className={classes.none}>
            {kept.data.traceId === null ? (
              t('answerCache.hitAsked')
            ) : (
              <Link href={`/traces/${kept.data.traceId}`}>{t('answerCache.hitAsked')}</Link>
            )}{' '}
            <TimeText iso={kept.data.keptAt} /> · {t('answerCache.uses', { count: kept.data.uses })}
          </p>
          <Button
            mt={12}
            size="compact-md"
            variant="default"
            loading={forget.isPending}
            onClick={() => forget.mutate({ id: cacheHit.answerId })}
          >
            {t('answerCache.forgetAnswer')}
          </Button>
        </>
      )}
    </Panel>
  )
}
