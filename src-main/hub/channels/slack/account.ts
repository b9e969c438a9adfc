/** Who the token belongs to, and whether it may do what is needed. */

import { missingScope, unreadable } from './failures.ts'
import { SCOPES } from './manifest.ts'
import type { SlackWeb } from './web.ts'

export interface Account {
  workspaceId: string
  workspaceName: string
  /** As people find it: `@omni (padaria-sol)`, with the address of the workspace. */
  shownAs: string
  botUserId: string
  botId: string | null
  /** Of the workspace; null where that was not to be found out. */
  ownerId: string | null
}

const MAX_PAGES = 5
const PAGE = 200

/** Rejects with a {@link SlackError}: the token is not known, or lacks permissions. */
export async function readAccount(web: SlackWeb): Promise<Account> {
  const answer = await web((client) => client.auth.test())
  const scopes = answer.response_metadata?.scopes
  const missing = scopes === undefined ? [] : SCOPES.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) throw missingScope(missing)
  const { team_id: workspaceId, user_id: botUserId } = answer
  // Without its id nothing would be told from other workspaces.
  if (!workspaceId || !botUserId) throw unreadable()
  return {
    workspaceId,
    workspaceName: answer.team ?? '',
    shownAs: `@${answer.user ?? ''} (${URL.parse(answer.url ?? '')?.hostname.split('.')[0] ?? answer.team ?? ''})`,
    botUserId,
    botId: answer.bot_id ?? null,
    ownerId: null,
  }
}

/** Whoever owns the workspace, which a token does not tell; null where there are too many people to look through. */
export async function findOwner(web: SlackWeb): Promise<string | null> {
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await web((client) => client.users.list({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }))
    const owner = answer.members?.find(({ is_primary_owner: isOwner }) => isOwner === true)
    if (owner?.id !== undefined) return owner.id
    cursor = answer.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') return null
  }
  return null
}
