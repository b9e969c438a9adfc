import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { api } from '../../../hub/client.ts'
import { Lock } from './Lock.tsx'
import { Phrase } from './Phrase.tsx'

/** The recovery phrase, and what locks the saved keys and tokens from start to start. */
export function Security() {
  const phrase = useQuery(api.recoveryPhrase.get.queryOptions())
  if (phrase.isError && !phrase.data) return <ErrorState error={phrase.error} onRetry={() => void phrase.refetch()} />
  if (!phrase.data) return <Skeleton height={220} radius={12} />
  return (
    <>
      {/* Another phrase begins with nothing shown and nothing asked. */}
      <Phrase key={phrase.data.madeAt} phrase={phrase.data} />
      <Lock lockedWith={phrase.data.lockedWith} boxAtHand={phrase.data.boxAtHand} />
    </>
  )
}
