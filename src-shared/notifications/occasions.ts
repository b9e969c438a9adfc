/** What of all that happens is worth telling somebody who looks elsewhere. */
import type { Conversation } from '../contract/conversations.ts'
import type { LiveEvent } from '../contract/live.ts'

export const OCCASION_KINDS = ['waiting', 'delivery', 'disconnected', 'agent', 'spend'] as const
export type OccasionKind = (typeof OCCASION_KINDS)[number]

export interface Occasion {
  kind: OccasionKind
  /** One notification for each: a newer one of the same takes its place. */
  tag: string
  /** Where it is dealt with. */
  href: string
  /** Whom or what it is about. */
  name: string
  /** More about it, where there is something: the last message, the reason. */
  detail: string
}

/** What was notified already, so that nothing is notified twice. */
export type Told = Map<string, number>

/** What happened longer ago was found out later and is not reported: a page that was just opened, an old message that changed. */
const NEWS_MS = 60_000
/** A delivery is tried again for a while before it has failed. */
const DELIVERY_NEWS_MS = 15 * 60_000
const AGENT_AGAIN_MS = 10 * 60_000
const KEPT = 500

function isNews(iso: string | null, nowMs: number, newsMs = NEWS_MS): boolean {
  return iso !== null && nowMs - Date.parse(iso) < newsMs
}

/** Somebody is waiting for a person: she was asked for, an answer wants approval, or a customer wrote to whoever took over. */
function waitingKey(
  { id, owner, draftId, lastMessageAuthor, lastMessageAt, lastMessagePreview, unreadCount }: Conversation,
  nowMs: number,
): string | null {
  const wrote = lastMessageAuthor === 'customer' && unreadCount > 0 && isNews(lastMessageAt, nowMs)
  // Platforms count in seconds: two messages of one second differ by their words.
  if (owner.kind !== 'bot' && wrote) return `${id}:${lastMessageAt}:${lastMessagePreview}`
  if (owner.kind === 'waiting' && isNews(owner.since, nowMs)) return `${id}:${owner.since}`
  return draftId !== null && isNews(lastMessageAt, nowMs) ? `${id}:${draftId}` : null
}

function occasionOf(event: LiveEvent, nowMs: number): { key: string; againAfterMs: number; occasion: Occasion } | null {
  const once = Number.POSITIVE_INFINITY
  switch (event.type) {
    case 'conversation.changed': {
      const { conversation } = event
      const key = waitingKey(conversation, nowMs)
      if (key === null) return null
      const { id, name, lastMessagePreview, lastMessageAuthor } = conversation
      const detail = lastMessageAuthor === 'customer' ? lastMessagePreview : ''
      return { key, againAfterMs: once, occasion: { kind: 'waiting', tag: `waiting:${id}`, href: `/conversations/${id}`, name, detail } }
    }
    case 'message.changed': {
      const { id, conversationId, delivery, instanceName: name, sentAt } = event.message
      if (delivery === null || (delivery.state !== 'failed' && delivery.state !== 'unknown') || !isNews(sentAt, nowMs, DELIVERY_NEWS_MS))
        return null
      const href = `/conversations/${conversationId}`
      const occasion: Occasion = { kind: 'delivery', tag: `delivery:${conversationId}`, href, name, detail: delivery.error ?? '' }
      return { key: `${id}:${delivery.state}`, againAfterMs: once, occasion }
    }
    case 'instance.changed': {
      const { instanceName: name, connection } = event
      if ((connection.state !== 'disconnected' && connection.state !== 'error') || !isNews(connection.since, nowMs)) return null
      const occasion: Occasion = {
        kind: 'disconnected',
        tag: `disconnected:${name}`,
        href: `/instances/${name}`,
        name,
        detail: connection.message ?? '',
      }
      return { key: `disconnected:${name}`, againAfterMs: NEWS_MS, occasion }
    }
    case 'trace.changed': {
      const { id, state, errorStage, instanceName: name, reason, completedAt } = event.trace
      if (state !== 'failed' || errorStage !== 'think' || !isNews(completedAt, nowMs)) return null
      const occasion: Occasion = { kind: 'agent', tag: `agent:${name}`, href: `/traces/${id}`, name, detail: reason ?? '' }
      // One customer after the other gets no answer: saying it once is enough for a while.
      return { key: `agent:${name}`, againAfterMs: AGENT_AGAIN_MS, occasion }
    }
    case 'spend.reached': {
      const { instanceName: name, message, at } = event
      if (!isNews(at, nowMs)) return null
      const href = `/instances/${name}/behaviour`
      return {
        key: `spend:${name}:${at}`,
        againAfterMs: once,
        occasion: { kind: 'spend', tag: `spend:${name}`, href, name, detail: message },
      }
    }
    default:
      return null
  }
}

/** The occasions among these events. Notes in `told` what they are. */
export function occasionsOf(events: LiveEvent[], told: Told, nowMs: number): Occasion[] {
  const found: Occasion[] = []
  for (const event of events) {
    const one = occasionOf(event, nowMs)
    if (one === null) continue
    const before = told.get(one.key)
    if (before !== undefined && nowMs - before < one.againAfterMs) continue
    told.delete(one.key)
    told.set(one.key, nowMs)
    const [oldest] = told.keys()
    if (told.size > KEPT && oldest !== undefined) told.delete(oldest)
    found.push(one.occasion)
  }
  return found
}
