/**
 * What was written while the line was down. Slack sends events again for some minutes only; what is older is read from
 * the histories of the channels, and of the threads that the app takes part in.
 */
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { Seen } from '../catch-up/seen-book.ts'
import { messageSchema, type SlackMessage, type SlackMessageEvent } from './events.ts'
import { slackError } from './failures.ts'
import type { KnownThread } from './threads.ts'
import type { SlackWeb } from './web.ts'

const PAGE = 200
/** Of one channel; more than a thousand messages of a night are nobody's customers. */
const MAX_PAGES = 5
const MAX_CHANNELS = 200
/** Direct chats say nothing of themselves: those of the last weeks are asked. */
const DIRECT_AGE_MS = 30 * 24 * 60 * 60 * 1000
const THREAD_AGE_MS = 7 * 24 * 60 * 60 * 1000
const MAX_THREADS = 100
const SECOND_MS = 1000
/** Slack may have failed to tell of a message, and told of a later one. */
const OVERLAP_MS = 10 * 60_000

export interface MissedParts {
  web: SlackWeb
  seen: ReadonlyMap<string, Seen>
  /** Milliseconds since 1970. */
  lastOnlineMs: number
  /** What is older was never the account's business. Milliseconds since 1970. */
  beganMs: number
  /** Those that the app takes part in, the last alive first. */
  threads: KnownThread[]
  /** Takes one message in. Resolves when it is in the hub. */
  take(message: SlackMessageEvent): Promise<void>
  timers: Timers
  log: Logger
  signal: AbortSignal
}

export const isLaterTs = (ts: string, than: string): boolean => Number(ts) > Number(than)

export const tsAt = (ms: number): string => (Math.max(0, ms) / SECOND_MS).toFixed(6)

/** Reads channel by channel, each from its last known message on. Never rejects: what cannot be read is logged. */
export async function readMissed(parts: MissedParts): Promise<void> {
  const { seen, lastOnlineMs, beganMs, threads, timers, log, signal } = parts
  const before = (ms: number): string => tsAt(Math.max(beganMs, ms - OVERLAP_MS))
  const since = before(lastOnlineMs)
  const isRecent = ({ messageId }: Seen): boolean => isLaterTs(messageId, tsAt(timers.now() - DIRECT_AGE_MS))
  const direct = [...seen]
    .filter(([, last]) => last.userId !== null && isRecent(last))
    .sort(([, a], [, b]) => Number(b.messageId) - Number(a.messageId))
  const listed = (await patient(parts, () => memberships(parts.web)).catch(() => null)) ?? []
  // Whoever wrote for the first time while nothing was heard is listed, and not known here yet.
  const all = new Set([
    ...listed.filter(({ isDirect }) => !isDirect).map(({ id }) => id),
    ...direct.map(([id]) => id),
    ...listed.filter(({ id, isDirect }) => isDirect && !seen.has(id)).map(({ id }) => id),
  ])
  log.info({ channels: all.size }, 'reading what was missed on Slack')
  for (const channelId of [...all].slice(0, MAX_CHANNELS)) {
    if (signal.aborted) return
    const last = seen.get(channelId)?.messageId
    const oldest = last === undefined ? since : before(Number(last) * SECOND_MS)
    await readPlace(parts, channelId, null, oldest)
  }
  for (const { channelId, threadTs } of threads
    .filter(({ aliveAtMs }) => aliveAtMs >= timers.now() - THREAD_AGE_MS)
    .slice(0, MAX_THREADS)) {
    if (signal.aborted) return
    await readPlace(parts, channelId, threadTs, since)
  }
}

async function memberships(web: SlackWeb): Promise<{ id: string; isDirect: boolean }[]> {
  const found: { id: string; isDirect: boolean }[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const question = {
      types: 'public_channel,private_channel,im',
      exclude_archived: true,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const { channels = [], response_metadata: more } = await web((client) => client.users.conversations(question))
    for (const { id, is_im: isDirect } of channels) if (id !== undefined) found.push({ id, isDirect: isDirect === true })
    cursor = more?.next_cursor
    if (cursor === undefined || cursor === '') break
  }
  return found
}

/** A channel, or a thread of it, from `oldest` on; oldest first. */
async function readPlace(parts: MissedParts, channelId: string, threadTs: string | null, oldest: string): Promise<void> {
  const { web, log, signal, take } = parts
  const found: SlackMessage[] = []
  let cursor: string | undefined
  try {
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const question = { channel: channelId, oldest, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
      const answer = await patient(parts, () =>
        web((client) =>
          threadTs === null ? client.conversations.history(question) : client.conversations.replies({ ...question, ts: threadTs }),
        ),
      )
      for (const message of answer.messages ?? []) {
        const parsed = messageSchema.safeParse(message)
        if (parsed.success && isLaterTs(parsed.data.ts, oldest)) found.push(parsed.data)
      }
      cursor = answer.response_metadata?.next_cursor
      if (cursor === undefined || cursor === '') break
    }
  } catch (error) {
    log.debug({ channel: channelId, reason: slackError(error).message }, 'a channel of Slack cannot be read')
  }
  found.sort((a, b) => Number(a.ts) - Number(b.ts))
  for (const message of found) {
    if (signal.aborted) return
    await take({ ...message, channel: channelId, channel_type: channelId.startsWith('D') ? 'im' : null })
  }
}

/** Waits when Slack asks to, or is away; rejects with what will not pass. */
async function patient<T>({ timers, signal }: MissedParts, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      const known = slackError(error)
      if (!known.isTransient || signal.aborted || tries > 10) throw known
      await sleep(timers, Math.max(known.retryAfterMs ?? 0, SECOND_MS * tries), signal)
    }
  }
}
