/** The filters of the list, and how they stand in the address: a link shows the same list to everybody. */

import { type MessageKind, messageKindSchema } from '../../../../src-shared/contract/conversations.ts'
import { type ChannelKind, channelKindSchema } from '../../../../src-shared/contract/instances.ts'
import { type StopCode, stopCodeSchema, type TurnState, turnStateSchema } from '../../../../src-shared/contract/turn-state.ts'

export const WITHIN_HOURS = ['1', '24', '168', '720'] as const
export const OVER_MS = ['5000', '30000', '120000'] as const
const YES_NO = ['yes', 'no'] as const

/** Null: not filtered by. */
export interface TraceFilters {
  query: string | null
  instance: string | null
  outcome: TurnState | null
  channel: ChannelKind | null
  kind: MessageKind | null
  reason: StopCode | null
  error: (typeof YES_NO)[number] | null
  media: (typeof YES_NO)[number] | null
  /** Hours back from now. */
  within: (typeof WITHIN_HOURS)[number] | null
  /** ISO 8601; they take the place of `within`. */
  from: string | null
  to: string | null
  over: (typeof OVER_MS)[number] | null
  phone: string | null
  session: string | null
  agentSession: string | null
  conversation: string | null
}

const oneOf =
  <T extends string>(values: readonly T[]) =>
  (text: string): T | null =>
    values.find((value) => value === text) ?? null
const text = (value: string): string | null => value.trim().slice(0, 200) || null
const time = (value: string): string | null => (Number.isNaN(Date.parse(value)) ? null : new Date(value).toISOString())

const READ: { [K in keyof TraceFilters]: (text: string) => TraceFilters[K] } = {
  query: text,
  instance: text,
  outcome: oneOf(turnStateSchema.options),
  channel: (text) => channelKindSchema.safeParse(text).data ?? null,
  kind: oneOf(messageKindSchema.options),
  reason: oneOf(stopCodeSchema.options),
  error: oneOf(YES_NO),
  media: oneOf(YES_NO),
  within: oneOf(WITHIN_HOURS),
  from: time,
  to: time,
  over: oneOf(OVER_MS),
  phone: text,
  session: text,
  agentSession: text,
  conversation: text,
}
const KEYS = Object.keys(READ) as (keyof TraceFilters)[]

/** Anything in the address that is no filter, or no value of one, is left out. */
export function readFilters(search: string): TraceFilters {
  const params = new URLSearchParams(search)
  return Object.fromEntries(
    KEYS.map((key) => {
      const value = params.get(key)
      return [key, value === null ? null : READ[key](value)]
    }),
  ) as unknown as TraceFilters
}

/** Without the question mark; empty when nothing is filtered by. */
export function writeFilters(filters: TraceFilters): string {
  const params = new URLSearchParams()
  for (const key of KEYS) {
    const value = filters[key]
    if (value !== null) params.set(key, value)
  }
  return params.toString()
}

export const noFilters = readFilters('')

export function isFiltered(filters: TraceFilters): boolean {
  return writeFilters(filters) !== ''
}

/** The filters that have no place of their own on the page. */
export const FURTHER = [
  'channel',
  'kind',
  'reason',
  'error',
  'media',
  'from',
  'to',
  'phone',
  'session',
  'agentSession',
  'conversation',
] as const
