import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconArrowsSplit2, IconMessages, IconTimeline } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Panel } from '../../components/Panel.tsx'
import { api } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { CachedAnswer } from './CachedAnswer.tsx'
import { CompareWith } from './compare/CompareWith.tsx'
import { Payload } from './Payload.tsx'
import { RunAgain } from './RunAgain.tsx'
import { TraceFacts } from './TraceFacts.tsx'
import classes from './trace.module.css'
import { Waterfall } from './Waterfall.tsx'

export default function TracePage({ id }: { id: string }) {
  const { t } = useTranslation('traces')
  const query = useQuery(api.traces.get.queryOptions({ input: { id } }))
  const trace = query.data?.trace
  const [isComparing, setComparing] = useState(false)
  const back = (
    <ActionIcon component={Link} href="/traces" aria-label={t('back')}>
      <IconArrowLeft size={18} />
    </ActionIcon>
  )
  if (query.error && problemOf(query.error).code === 'not_found') {
    return (
      <EmptyState
        isPage
        icon={IconTimeline}
        title={t('goneTitle')}
        text={t('goneText')}
        action={
          <Button component={Link} href="/traces" variant="default">
            {t('back')}
          </Button>
        }
      />
    )
  }
  return (
    <>
      <PageHeader
        title={trace ? (trace.reason === null ? t('stillRunning') : hubText(trace.reason)) : t('title')}
        before={back}
        action={
          trace && (
            <>
              <Button
                variant="default"
                className={classes.open}
                leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
                onClick={() => setComparing(true)}
              >
                {t('compareWith')}
              </Button>
              {trace.conversationId && (
                <Button
                  component={Link}
                  href={`/conversations/${trace.conversationId}`}
                  variant="default"
                  className={classes.open}
                  leftSection={<IconMessages size={16} aria-hidden />}
                >
                  {t('openConversation')}
                </Button>
              )}
              <CompareWith isOpen={isComparing} trace={trace} onClose={() => setComparing(false)} />
            </>
          )
        }
      />
      <PageBody>
        {query.isPending && <Skeleton height={320} radius={12} />}
        {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && (
          <>
            <TraceFacts trace={query.data.trace} />
            {query.data.cacheHit && <CachedAnswer cacheHit={query.data.cacheHit} instanceName={query.data.trace.instanceName} />}
            <Panel title={t('steps')}>
              <Waterfall steps={query.data.trace.steps} />
            </Panel>
            {query.data.trace.conversationId !== null && query.data.trace.completedAt !== null && (
              <RunAgain trace={query.data.trace} before={query.data.said.answer} conversationId={query.data.trace.conversationId} />
            )}
            <Panel title={t('payloads')} text={t('payloadsHint')}>
              {query.data.payloads.length === 0 && <p className={classes.none}>{t('noPayloads')}</p>}
              {query.data.payloads.map((payload) => (
                <Payload key={payload.id} payload={payload} />
              ))}
            </Panel>
          </>
        )}
      </PageBody>
    </>
  )
}
