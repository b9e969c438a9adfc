/** What an agent is told of the customer and the shop beside what was said, as far as the instance lets it. */
import type { ToldFacts } from '../../../../src-shared/contract/context.ts'
import type { AgentFacts } from '../../agents/port.ts'
import type { Storage } from '../../storage/port.ts'
import type { ContactRecord, ConversationRecord, InstanceRecord, MessageRecord } from '../../storage/records.ts'

const NOTES = 5
const NOTE_MAX_CHARACTERS = 1000

type Reads = Pick<Storage, 'listLabels' | 'listNotes'>

interface Customer {
  conversation: ConversationRecord
  contact: ContactRecord | null
  /** What was said before the question, as far as it was looked at. */
  earlier: Pick<MessageRecord, 'seq'>[]
}

/** Whom the account belongs to, and when it is there. */
export function shopFacts({ house, connection, behaviour, channel }: InstanceRecord, nowMs: number): AgentFacts['shop'] {
  if (!behaviour.context.tells.shop) return {}
  return filled({
    name: connection.profileName ?? '',
    openingHours: house.openingHours,
    address: house.address,
    localTime: localTime(nowMs),
    timeZone: timeZone(nowMs),
    channel,
  })
}

export async function customerFacts(
  storage: Reads,
  tells: ToldFacts,
  { conversation, contact, earlier }: Customer,
): Promise<AgentFacts['customer']> {
  const [labels, notes] = await Promise.all([
    tells.labels && conversation.labels.length > 0 ? storage.listLabels() : [],
    tells.notes ? storage.listNotes(conversation.id) : [],
  ])
  const given = labels.filter(({ id }) => conversation.labels.includes(id)).map(({ name }) => name)
  // Of a group nobody can say whether it was this person who wrote before.
  const visits = tells.visits && conversation.kind === 'direct' ? { isReturning: earlier.length > 0, knownSince: contact?.createdAt } : {}
  return {
    ...filled({ name: tells.name ? (contact?.name ?? '') : '' }),
    ...(visits.isReturning === undefined ? {} : { isReturning: visits.isReturning }),
    ...(visits.knownSince === undefined ? {} : { knownSince: visits.knownSince }),
    ...(given.length === 0 ? {} : { labels: given }),
    ...(notes.length === 0 ? {} : { notes: notes.slice(0, NOTES).map(({ text }) => text.slice(0, NOTE_MAX_CHARACTERS)) }),
  }
}

/** By the clock of the machine that Omni runs on, which is the shop's: `2026-03-14T09:26:53-03:00`. */
function localTime(nowMs: number): string {
  const minutes = -new Date(nowMs).getTimezoneOffset()
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  const offset = `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
  return `${new Date(nowMs + minutes * 60_000).toISOString().slice(0, 19)}${offset}`
}

/** Asking the system takes longer than all the other facts together; it moves with its owner at most. */
let zone = { name: '', askedAtMs: Number.NEGATIVE_INFINITY }
const ZONE_KNOWN_MS = 60_000

function timeZone(nowMs: number): string {
  if (Math.abs(nowMs - zone.askedAtMs) > ZONE_KNOWN_MS) {
    zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, askedAtMs: nowMs }
  }
  return zone.name
}

function filled<T extends Record<string, string>>(facts: T): Partial<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value.trim() !== '')) as Partial<T>
}
