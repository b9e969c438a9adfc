/** What the fake Slack keeps, in Slack's own field names. */

export interface SlackUser {
  id: string
  name: string
  real_name: string
  is_bot: boolean
}

export interface SlackChannel {
  id: string
  name: string
  /** A direct chat with the app. */
  is_im: boolean
  is_private: boolean
  is_archived: boolean
  /** Is the app in it? */
  is_member: boolean
  /** The other side of a direct chat. */
  user?: string
}

export interface SlackFile {
  id: string
  name: string
  mimetype: string
  /** As it claims. */
  size: number
  bytes: Uint8Array
}

export interface SlackMessage {
  type: 'message'
  ts: string
  channel: string
  text: string
  user?: string
  bot_id?: string
  app_id?: string
  thread_ts?: string
  edited?: { user: string; ts: string }
  files?: SlackFile[]
  metadata?: { event_type: string; event_payload: Record<string, unknown> }
  /** Every text that it has had, the first included. */
  texts: string[]
  reactions: { name: string; users: string[] }[]
}

/** One call of a method, as it came. */
export interface SlackCall {
  method: string
  token: string
  args: Record<string, string>
  atMs: number
  /** What was answered: `ok`, or Slack's word for the error. */
  answer: string
}

/** What a test lets go wrong with calls of a method. */
export type SlackFault =
  /** Slack's word for an error, with `ok: false` under status 200. */
  | { error: string; needed?: string }
  /** HTTP 429 with Retry-After, in seconds or as it stands; null: without. */
  | { retryAfter: number | string | null }
  /** The call is carried out, and this is answered under status 200. */
  | { body: string }
  /** HTTP status without JSON. */
  | { status: number }
  /** The connection is cut, before or after the call was carried out. */
  | { cut: 'before' | 'after' }

/** Calls a minute that one app may make of a method in one workspace, by Slack's tiers. */
export const TIERS: Record<string, number> = {
  'chat.update': 50,
  'chat.appendStream': 100,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.list': 20,
  'conversations.info': 50,
  'users.info': 100,
  'reactions.add': 50,
  'files.getUploadURLExternal': 100,
}
