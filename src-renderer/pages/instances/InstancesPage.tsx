import { Button } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { CardSkeletons } from './card/CardSkeletons.tsx'
import classes from './card/card.module.css'
import { InstanceCard } from './card/InstanceCard.tsx'
import { activityQuery } from './queries.ts'

export default function InstancesPage() {
  const { t } = useTranslation('accounts')
  const instances = useQuery(api.instances.list.queryOptions())
  const activity = useQuery(activityQuery())
  const newButton = (
    <Button component={Link} href="/instances/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('newInstance')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} action={newButton} />
      <PageBody>
        {instances.isPending && <CardSkeletons />}
        {instances.isError && !instances.data && <ErrorState error={instances.error} onRetry={() => void instances.refetch()} />}
        {instances.data?.length === 0 && (
          <EmptyState icon={IconPlugConnected} title={t('noneTitle')} text={t('noneText')} action={newButton} />
        )}
        {instances.data && instances.data.length > 0 && (
          <ul className={classes.cards} aria-label={t('listLabel')}>
            {instances.data.map((instance) => (
              <li key={instance.name}>
                <InstanceCard instance={instance} activity={activity.data?.find((one) => one.instanceName === instance.name)} />
              </li>
            ))}
          </ul>
        )}
      </PageBody>
    </>
  )
}
