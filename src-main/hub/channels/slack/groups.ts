/** The channels that the app is in. */
import type { GroupFacts } from '../port.ts'
import { channelChat } from './address.ts'
import type { SlackWeb } from './web.ts'

const PAGE = 200
const MAX_PAGES = 10

interface Listed {
  id?: string
  name?: string
  num_members?: number
}

/** Rejects with a {@link SlackError}. */
export async function listChannels(web: SlackWeb): Promise<GroupFacts[]> {
  const groups: GroupFacts[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const question = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE }
    const answer = await web((client) => client.users.conversations({ ...question, ...(cursor === undefined ? {} : { cursor }) }))
    for (const { id, name, num_members: memberCount } of (answer.channels ?? []) as Listed[])
      if (id !== undefined) groups.push({ externalId: channelChat(id), name: `#${name ?? id}`, memberCount: memberCount ?? null })
    cursor = answer.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') break
  }
  return groups
}
