import type { Contact } from '../../../../src-shared/contract/contacts.ts'

type Identity = Contact['identities'][number]

const KINDS = ['phone', 'lid', 'discord', 'slack', 'simulator'] as const

/** The kind of an id as far as the panel has a name for it. */
export function identityKind(kind: string): (typeof KINDS)[number] | 'unknown' {
  return KINDS.find((known) => known === kind) ?? 'unknown'
}

/** What people know each other by comes first: numbers, then the ids of the platforms. */
export function sortedIdentities(identities: Identity[]): Identity[] {
  const rank = ({ kind }: Identity): number => {
    const at = (KINDS as readonly string[]).indexOf(kind)
    return at === -1 ? KINDS.length : at
  }
  return identities.toSorted((a, b) => rank(a) - rank(b) || a.value.localeCompare(b.value))
}
