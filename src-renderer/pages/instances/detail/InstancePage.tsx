import { ActionIcon, Button, Skeleton, Tabs } from '@mantine/core'
import { IconArrowLeft, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { AnsweringSwitch } from '../../../components/answering/AnsweringSwitch.tsx'
import { ConnectionState } from '../../../components/ConnectionState.tsx'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { PageBody } from '../../../components/PageBody.tsx'
import { PageHeader } from '../../../components/PageHeader.tsx'
import { api } from '../../../hub/client.ts'
import { problemOf } from '../../../hub/problem.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { AgentSection } from './AgentSection.tsx'
import { AccessSection } from './access/AccessSection.tsx'
import { AnswersSection } from './answers/AnswersSection.tsx'
import { BehaviourSection } from './BehaviourSection.tsx'
import { ConnectionSection } from './ConnectionSection.tsx'
import { DangerSection } from './DangerSection.tsx'
import classes from './detail.module.css'
import { RoutingSection } from './routing/RoutingSection.tsx'
import { WebhookSection } from './webhook/WebhookSection.tsx'

const SECTIONS = ['connection', 'agent', 'routing', 'answers', 'behaviour', 'access', 'webhook', 'danger'] as const
type SectionName = (typeof SECTIONS)[number]

/** Not every channel is called from outside. */
function sectionsOf(instance: Instance | undefined): readonly SectionName[] {
  return instance?.webhookUrl === null ? SECTIONS.filter((section) => section !== 'webhook') : SECTIONS
}

function Section({ name, instance }: { name: SectionName; instance: Instance }) {
  switch (name) {
    case 'agent':
      return <AgentSection instance={instance} />
    case 'routing':
      return <RoutingSection instance={instance} />
    case 'answers':
      return <AnswersSection instance={instance} />
    case 'behaviour':
      return <BehaviourSection instance={instance} />
    case 'access':
      return <AccessSection instance={instance} />
    case 'webhook':
      return <WebhookSection instance={instance} />
    case 'danger':
      return <DangerSection instance={instance} />
    default:
      return <ConnectionSection instance={instance} />
  }
}

export default function InstancePage({ name, section }: { name: string; section: string }) {
  const { t } = useTranslation('accounts')
  const [, navigate] = useLocation()
  const instance = useQuery(api.instances.get.queryOptions({ input: { name } }))
  const sections = sectionsOf(instance.data)
  const current = sections.find((candidate) => candidate === section) ?? 'connection'

  if (instance.error && problemOf(instance.error).code === 'not_found') {
    return (
      <EmptyState
        isPage
        icon={IconPlugConnectedX}
        title={t('goneTitle')}
        text={t('goneText')}
        action={
          <Button component={Link} href="/instances" variant="default">
            {t('backToList')}
          </Button>
        }
      />
    )
  }
  return (
    <>
      <PageHeader
        title={instance.data?.displayName ?? name}
        before={
          <ActionIcon component={Link} href="/instances" aria-label={t('backToList')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        }
        action={<AnsweringSwitch instanceName={name} />}
        note={
          instance.data && (
            <span className={classes.note}>
              <ConnectionState instance={instance.data} />
            </span>
          )
        }
      />
      <Tabs
        value={current}
        keepMounted={false}
        className={classes.tabs}
        onChange={(next) => navigate(`/instances/${name}/${next ?? 'connection'}`, { replace: true })}
      >
        <Tabs.List className={classes.tabList} aria-label={t('sections')}>
          {sections.map((candidate) => (
            <Tabs.Tab key={candidate} value={candidate}>
              {t(`section_${candidate}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className={classes.panel}>
          <PageBody isForm>
            {instance.isPending && <Skeleton height={220} radius={12} />}
            {instance.isError && !instance.data && <ErrorState error={instance.error} onRetry={() => void instance.refetch()} />}
            {instance.data && <Section name={current} instance={instance.data} />}
          </PageBody>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
