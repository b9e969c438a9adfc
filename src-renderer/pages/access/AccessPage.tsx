import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { AccessCheck } from '../../components/access/AccessCheck.tsx'
import { AccessRules } from '../../components/access/AccessRules.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useUi } from '../../stores/ui.ts'
import { AccessSkeleton } from './AccessSkeleton.tsx'
import { Modes } from './Modes.tsx'

/** Who is answered, over all instances; the switcher narrows it to one. */
export default function AccessPage() {
  const { t } = useTranslation(['access', 'accounts'])
  const filter = useUi((state) => state.instanceFilter)
  const instances = useQuery(api.instances.list.queryOptions())
  const all = instances.data ?? []
  const shown = filter === null ? all : all.filter((instance) => instance.name === filter)
  const names = all.map((instance) => instance.name)
  return (
    <>
      <PageHeader title={t('title')} />
      <PageBody>
        {instances.isPending && <AccessSkeleton />}
        {instances.isError && !instances.data && <ErrorState error={instances.error} onRetry={() => void instances.refetch()} />}
        {instances.data?.length === 0 && (
          <EmptyState
            icon={IconShieldCheck}
            title={t('noneTitle')}
            text={t('noneText')}
            action={
              <Button component={Link} href="/instances/new">
                {t('accounts:newInstance')}
              </Button>
            }
          />
        )}
        {all.length > 0 && (
          <>
            <Modes instances={shown} />
            <AccessRules key={filter} instanceName={filter} instanceNames={names} />
            <AccessCheck instanceNames={filter === null ? names : [filter]} />
          </>
        )}
      </PageBody>
    </>
  )
}
