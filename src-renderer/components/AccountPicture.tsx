import { useQuery } from '@tanstack/react-query'
import type { Connection } from '../../src-shared/contract/instances.ts'
import { api } from '../hub/client.ts'
import { Avatar } from './Avatar.tsx'

interface AccountPictureProps {
  instanceName: string
  connection: Connection
  size: number
}

/** The profile picture of a connected account, fetched by the hub; its initials until it is here. Decoration. */
export function AccountPicture({ instanceName, connection, size }: AccountPictureProps) {
  const { profilePictureUrl, profileName, account } = connection
  const { data } = useQuery(
    api.instances.profilePicture.queryOptions({
      input: { name: instanceName, url: profilePictureUrl ?? '' },
      enabled: profilePictureUrl !== null,
      retry: false,
    }),
  )
  return <Avatar name={profileName ?? account ?? instanceName} url={data?.image ?? null} size={size} />
}
