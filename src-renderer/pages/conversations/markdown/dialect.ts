import type { ChannelKind } from '../../../../src-shared/contract/instances.ts'
import type { Dialect } from './parse.ts'

const DIALECTS = {
  whatsapp: { agent: { isWhatsapp: true, isAgent: true }, person: { isWhatsapp: true, isAgent: false } },
  other: { agent: { isWhatsapp: false, isAgent: true }, person: { isWhatsapp: false, isAgent: false } },
} satisfies Record<string, Record<string, Dialect>>

/** The same object for the same question, so that what depends on it is not drawn again. */
export function dialectOf(channel: ChannelKind, isAgent: boolean): Dialect {
  // Instagram has no forms at all; what looks like one is read as on a phone.
  const isPhone = channel === 'whatsapp' || channel === 'instagram'
  return DIALECTS[isPhone ? 'whatsapp' : 'other'][isAgent ? 'agent' : 'person']
}
