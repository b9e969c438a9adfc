/** Which LID belongs to which phone: two names of one person. */
import type { LIDMapping } from 'baileys'
import type { ChannelEvent } from '../../port.ts'
import { identitiesOf, personOf } from '../../whatsapp/jid.ts'

/** One contact event for each mapping; the hub joins what was split. */
export function mappingEvents(mappings: readonly LIDMapping[]): ChannelEvent[] {
  return mappings.flatMap(({ lid, pn }) => {
    const identities = identitiesOf(personOf([lid, pn]))
    return identities.length === 2 ? [{ type: 'contact', identities, name: null, avatarUrl: null }] : []
  })
}
