import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { PageBody } from '../../../components/PageBody.tsx'
import { PageHeader } from '../../../components/PageHeader.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { SideBySide } from '../../../components/SideBySide.tsx'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { TraceFacts } from '../TraceFacts.tsx'
import classes from './compare.module.css'
import { StepTable } from './StepTable.tsx'

/** Two traces in two columns: what was asked, what was answered, and how long each step took. */
export default function CompareTracesPage({ id, other }: { id: string; other: string }) {
  const { t } = useTranslation('traces')
  const first = useQuery(api.traces.get.queryOptions({ input: { id } }))
  const second = useQuery(api.traces.get.queryOptions({ input: { id: other } }))
  const problem = (!first.data && first.error) || (!second.data && second.error)
  const both = first.data && second.data ? [first.data, second.data] : null
  return (
    <>
      <PageHeader
        title={t('compare.title')}
        before={
          <ActionIcon component={Link} href={`/traces/${id}`} aria-label={t('compare.back')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        }
        action={
          <Button
            component={Link}
            href={`/traces/${other}/with/${id}`}
            variant="default"
            leftSection={<IconArrowsExchange size={16} aria-hidden />}
          >
            {t('compare.swap')}
          </Button>
        }
      />
      {problem ? (
        <ErrorState
          error={problem}
          onRetry={() => {
            void first.refetch()
            void second.refetch()
          }}
        />
      ) : (
        <PageBody width={1200}>
          {both === null && <Skeleton height={320} radius={12} />}
          {both && (
            <>
              <div className={classes.columns}>
                {both.map(({ trace }, index) => (
                  <section key={trace.id} className={classes.column} aria-label={t(index === 0 ? 'compare.first' : 'compare.second')}>
                    <h2 className={classes.reason}>
                      <Link href={`/traces/${trace.id}`}>{trace.reason === null ? t('stillRunning') : hubText(trace.reason)}</Link>
                    </h2>
                    <TraceFacts trace={trace} />
                  </section>
                ))}
              </div>
              <Panel title={t('compare.answers')}>
                <SideBySide
                  beforeTitle={t('compare.first')}
                  before={both[0]?.said.answer.join('\n\n') ?? ''}
                  afterTitle={t('compare.second')}
                  after={both[1]?.said.answer.join('\n\n') ?? ''}
                />
              </Panel>
              <Panel title={t('steps')}>
                <StepTable before={both[0]?.trace.steps ?? []} after={both[1]?.trace.steps ?? []} />
              </Panel>
            </>
          )}
        </PageBody>
      )}
    </>
  )
}
