import { useQuery } from '@tanstack/react-query'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { api } from '../../../hub/client.ts'

type Offers = ChannelType['offers']

const EVERYTHING: Offers = { files: true, reactions: true }

/** What a person can do on the channel of an instance. Until that is known, everything that is not bound to time: the hub says no in words. */
export function useOffers(instanceName: string): Offers {
  const { data: types } = useQuery(api.instances.types.queryOptions())
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const instance = instances?.find(({ name }) => name === instanceName)
  const type = types?.find(({ channel, provider }) => channel === instance?.channel && provider === instance?.provider)
  return type?.offers ?? EVERYTHING
}
