import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { Avatar } from '../../components/Avatar.tsx'
import { useAccountName } from '../../components/use-account-name.ts'
import { useChannelName } from '../../components/use-channel-types.ts'
import { useDebounced } from '../../components/use-debounced.ts'
import { phoneText } from '../../format/phone.ts'
import { api } from '../../hub/client.ts'
import { find } from './rank.ts'
import type { PaletteCommand } from './use-commands.tsx'

const SHOWN = 6
const SETTLED_MS = 120

/** People and groups of the name or number that is typed, by the full-text index. */
export function usePeople(query: string): PaletteCommand[] {
  const channelName = useChannelName()
  const accountName = useAccountName()
  const [, navigate] = useLocation()
  const settled = useDebounced(query.trim(), SETTLED_MS)
  const { data, isPlaceholderData } = useQuery({
    ...api.search.people.queryOptions({ input: { query: settled, limit: SHOWN } }),
    enabled: settled.length > 0,
    placeholderData: keepPreviousData,
    // Read again each time: live events keep only the lists on the screen.
    staleTime: 0,
    gcTime: 0,
  })
  if (query.trim() === '' || !data) return []
  const people = data.map(
    ({ conversation }): PaletteCommand => ({
      id: `person:${conversation.id}`,
      group: 'people',
      label: conversation.name,
      note: conversation.phoneNumber
        ? phoneText(conversation.phoneNumber)
        : `${channelName(conversation.channel)} · ${accountName(conversation.instanceName)}`,
      icon: <Avatar name={conversation.name} url={conversation.avatarUrl} size={24} />,
      run: () => navigate(`/conversations/${conversation.id}`),
      keywords: conversation.phoneNumber ?? undefined,
    }),
  )
  // Found by what stood there before: Enter must not lead to somebody who does not match what is typed now.
  return isPlaceholderData || settled !== query.trim() ? find(people, query) : people
}
