/** What the list shows, as it stands in the address: `?waiting=1&label=…`. */
import type { ConversationFilter } from '../../../../src-shared/contract/conversations.ts'
import { type ChannelKind, channelKindSchema } from '../../../../src-shared/contract/instances.ts'

export const STATES = ['unread', 'waiting', 'failed', 'paused', 'group'] as const
export type ListState = (typeof STATES)[number]

export interface ListFilters {
  /** All of these have to be so. */
  states: ListState[]
  channel: ChannelKind | null
  labelId: string | null
  instanceName: string | null
}

export const NO_FILTERS: ListFilters = { states: [], channel: null, labelId: null, instanceName: null }

/** Reads the query of an address; what nobody knows is left out. */
export function readFilters(search: string): ListFilters {
  const params = new URLSearchParams(search)
  return {
    states: STATES.filter((state) => params.get(state) === '1'),
    channel: channelKindSchema.safeParse(params.get('channel')).data ?? null,
    labelId: params.get('label'),
    instanceName: params.get('instance'),
  }
}

/** The query of an address, with its `?`; empty without filters. */
export function writeFilters({ states, channel, labelId, instanceName }: ListFilters): string {
  const params = new URLSearchParams(STATES.filter((state) => states.includes(state)).map((state) => [state, '1']))
  if (channel !== null) params.set('channel', channel)
  if (labelId !== null) params.set('label', labelId)
  if (instanceName !== null) params.set('instance', instanceName)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

export const isFiltered = ({ states, channel, labelId, instanceName }: ListFilters): boolean =>
  states.length > 0 || channel !== null || labelId !== null || instanceName !== null

/** As the hub is asked for it. */
export function toInput({ states, channel, labelId, instanceName }: ListFilters): ConversationFilter {
  return {
    ...Object.fromEntries(states.map((state) => [state, true])),
    ...(channel === null ? {} : { channel }),
    ...(labelId === null ? {} : { labelId }),
    ...(instanceName === null ? {} : { instanceName }),
  }
}
