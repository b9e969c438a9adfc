import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { api } from '../../../hub/client.ts'
import { TunnelForm } from './TunnelForm.tsx'

/** The tunnel: its switch, its state, the way it goes, and what comes through it. */
export function TunnelSettings() {
  const setup = useQuery(api.tunnel.setup.queryOptions())
  const status = useQuery(api.tunnel.status.queryOptions())
  const failed = [setup, status].find(({ isError, data }) => isError && data === undefined)
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
  if (setup.data === undefined || status.data === undefined)
    return (
      <>
        <Skeleton height={110} radius={12} />
        <Skeleton height={420} radius={12} />
      </>
    )
  return <TunnelForm setup={setup.data} status={status.data} />
}
