import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { api } from '../../../hub/client.ts'
import { Lock } from './Lock.tsx'
import { Phrase } from './Phrase.tsx'

/** The recovery phrase, and what locks the saved keys and tokens from start to start. */
export function Security() {
  const [isRenewed, setRenewed] = useState(false)
  const phrase = useQuery(api.recoveryPhrase.get.queryOptions())
  if (phrase.isError && !phrase.data) return <ErrorState error={phrase.error} onRetry={() => void phrase.refetch()} />
  if (!phrase.data) return <Skeleton height={220} radius={12} />
  return (
    <>
      {/* Another phrase, or a confirmed one, begins with nothing shown and nothing asked: also where that was done in another window. */}
      <Phrase
        key={`${phrase.data.madeAt} ${phrase.data.confirmedAt}`}
        phrase={phrase.data}
        isRenewed={isRenewed}
        onRenewed={() => setRenewed(true)}
      />
      <Lock lockedWith={phrase.data.lockedWith} boxAtHand={phrase.data.boxAtHand} />
    </>
  )
}
