import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Recalled } from '../../../src-shared/contract/answer-cache.ts'
import { useForget } from '../../components/answer-cache/use-forget.ts'
import { Panel } from '../../components/Panel.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './trace.module.css'

/** Which answer was given again, and the way to be rid of it. */
export function RecalledAnswer({ recalled, instanceName }: { recalled: Recalled; instanceName: string }) {
  const { t } = useTranslation('agents')
  const isFixed = recalled.kind === 'fixed'
  const kept = useQuery({ ...api.answerCache.get.queryOptions({ input: { id: recalled.answerId } }), enabled: !isFixed })
  const forget = useForget()
  const settings = `/instances/${instanceName}/answers`
  return (
    <Panel
      title={t(isFixed ? 'answerCache.recalledFixed' : 'answerCache.recalledTitle')}
      action={
        <Button component={Link} href={settings} variant="default" size="compact-md" className={classes.open}>
          {t(isFixed ? 'answerCache.editFixed' : 'answerCache.seeAll')}
        </Button>
      }
    >
      <p className={classes.recalled}>“{recalled.question}”</p>
      {kept.isFetching && kept.data === undefined && <Skeleton height={18} width={280} radius={6} />}
      {!isFixed && kept.data === null && (
        <p className={classes.none} role="status">
          {t('answerCache.recalledGone')}
        </p>
      )}
      {kept.data && (
        <>
          <p className={classes.none}>
            {kept.data.traceId === null ? (
              t('answerCache.recalledAsked')
            ) : (
              <Link href={`/traces/${kept.data.traceId}`}>{t('answerCache.recalledAsked')}</Link>
            )}{' '}
            <TimeText iso={kept.data.keptAt} /> · {t('answerCache.uses', { count: kept.data.uses })}
          </p>
          <Button
            mt={12}
            size="compact-md"
            variant="default"
            loading={forget.isPending}
            onClick={() => forget.mutate({ id: recalled.answerId })}
          >
            {t('answerCache.forgetAnswer')}
          </Button>
        </>
      )}
    </Panel>
  )
}
