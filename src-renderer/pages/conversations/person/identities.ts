import type { Contact } from '../../../../src-shared/contract/contacts.ts'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'

type Identity = Contact['identities'][number]
type Ids = ChannelType['ids']

/** What an id of this kind is called, in the hub's words; null where no channel declares it. */
export function idLabel(kind: string, declared: Ids): string | null {
  return declared.find((known) => known.kind === kind)?.label ?? null
}

/** In the order of the channels that declare them, and what none declares last. */
export function sortedIdentities(identities: Identity[], declared: Ids): Identity[] {
  const rank = ({ kind }: Identity): number => {
    const at = declared.findIndex((known) => known.kind === kind)
    return at === -1 ? declared.length : at
  }
  return identities.toSorted((a, b) => rank(a) - rank(b) || a.value.localeCompare(b.value))
}
