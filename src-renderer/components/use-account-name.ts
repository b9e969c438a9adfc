import { useQuery } from '@tanstack/react-query'
import { api } from '../hub/client.ts'

/** What people call the instance of a name; the name itself until that is known, or when it is gone. */
export function useAccountName(): (name: string) => string {
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  return (name) => instances?.find((instance) => instance.name === name)?.displayName ?? name
}
