import { useQuery } from '@tanstack/react-query'
import type { HeldAccounts } from '../../../src-shared/contract/backups.ts'
import { api } from '../../hub/client.ts'

/** What is held since a restore; null while nothing is, or, with a name, that account is not. */
export function useHeld(instanceName?: string): HeldAccounts | null {
  const { data: held } = useQuery(api.backups.held.queryOptions())
  return held && (instanceName === undefined || held.instanceNames.includes(instanceName)) ? held : null
}
