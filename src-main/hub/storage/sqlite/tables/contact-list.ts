/** The people of an instance. */
import type { IdentityRef } from '../../../channels/port.ts'
import type { StorageReads } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { like } from './pages.ts'
import { type ContactRow, toContact } from './rows.ts'
import { where } from './where.ts'

type ContactFilter = Parameters<StorageReads['listContacts']>[0]

const CONTACT_EXAMPLES: ContactFilter[] = [{ instanceName: 'shop' }, { instanceName: 'shop', query: 'word' }]

const contactWhere = ({ instanceName, query }: ContactFilter) =>
  where([
    ['instance_name = ?', instanceName],
    query !== undefined &&
      query !== '' && [
        "(name LIKE ? ESCAPE '\\' OR id IN (SELECT contact_id FROM identities WHERE instance_name = ? AND value LIKE ? ESCAPE '\\'))",
        like(query),
        instanceName,
        like(query),
      ],
  ])

export function contactListReads(db: Statements): Sync<Pick<StorageReads, 'listContacts' | 'getContact' | 'findContact'>> {
  const identitiesOf = db.prepare<[string], IdentityRef>('SELECT kind, value FROM identities WHERE contact_id = ?')
  const listed = db.compose<ContactFilter & { limit: number; offset: number }, ContactRow>(
    CONTACT_EXAMPLES.map((filter) => ({ ...filter, limit: 1, offset: 0 })),
    ({ limit, offset, ...filter }) => {
      const { sql, params } = contactWhere(filter)
      return { sql: `SELECT * FROM contacts ${sql} ORDER BY last_seen_at DESC, id LIMIT ? OFFSET ?`, params: [...params, limit, offset] }
    },
  )
  const counted = db.compose<ContactFilter, { n: number }>(CONTACT_EXAMPLES, (filter) => {
    const { sql, params } = contactWhere(filter)
    return { sql: `SELECT count(*) AS n FROM contacts ${sql}`, params }
  })
  const byId = db.prepare<[string], ContactRow>('SELECT * FROM contacts WHERE id = ?')
  const byIdentity = db.prepare<[string, string, string], ContactRow>(
    'SELECT k.* FROM contacts k JOIN identities i ON i.contact_id = k.id WHERE i.instance_name = ? AND i.kind = ? AND i.value = ?',
  )
  const withIdentities = (row: ContactRow) => toContact(row, identitiesOf.all(row.id))
  const found = (row: ContactRow | undefined) => (row === undefined ? null : withIdentities(row))

  return {
    listContacts: (filter, page) => ({
      items: listed.all({ ...filter, ...page }).map(withIdentities),
      total: counted.get(filter)?.n ?? 0,
    }),
    getContact: (id) => found(byId.get(id)),
    findContact: (instanceName, { kind, value }) => found(byIdentity.get(instanceName, kind, value)),
  }
}
