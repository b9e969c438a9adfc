/** Who a message goes to, in every way that v1 lets a client say it. */

import { v5 as uuidV5 } from 'uuid'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { phoneDigits } from '../../../../../src-shared/phone-number.ts'
import { OID_NAMESPACE } from '../../../pipeline/think/session.ts'
import type { ContactRecord } from '../../../storage/records.ts'
import type { Services } from '../../services.ts'

export type Recipient = { phone_number?: string | number | null; phone?: string | number | null; user_id?: string | null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Contacts that are looked through at a time for a user id. */
const PAGE = 500

/** Throws OmniError('bad_request') when nobody is named, OmniError('not_found') for an unknown user id. */
export async function recipientOf(services: Services, instanceName: string, body: Recipient): Promise<string> {
  const given = [body.phone_number, body.phone, body.user_id].map((value) => String(value ?? '').trim()).find((value) => value !== '')
  if (given === undefined) {
    throw new OmniError('bad_request', 'Either user_id or phone_number must be provided')
  }
  const bare = withoutPlatform(given)
  if (UUID.test(bare)) {
    const contact = await findUser(services, instanceName, bare.toLowerCase())
    if (contact === null) throw new OmniError('not_found', 'This user no longer exists in this instance.')
    return addressOf(contact)
  }
  // Outside WhatsApp a colon may be part of an address.
  return services.instances.get(instanceName).record.channel === 'whatsapp' ? bare : given
}

/** Whoever a client means by `discord:123`, a platform's own id, or the id that agents know a person by. */
export async function findPerson(services: Services, instanceName: string, userId: string): Promise<ContactRecord | null> {
  const bare = withoutPlatform(userId)
  if (UUID.test(bare)) return findUser(services, instanceName, bare.toLowerCase())
  const { channel } = services.instances.get(instanceName).record
  const kind = channel === 'whatsapp' ? (bare.endsWith('@lid') ? 'lid' : 'phone') : channel
  const value = channel === 'whatsapp' ? (phoneDigits(bare.replace(/@.*$/, '')) ?? '') : bare
  return (
    (await services.storage.findContact(instanceName, { kind, value })) ??
    services.storage.findContact(instanceName, { kind, value: userId })
  )
}

/** Traces name people as `whatsapp:+1555…`. */
const withoutPlatform = (userId: string) => userId.replace(/^(whatsapp|discord|slack|instagram|simulator):(?=\S)/, '')

/** User ids are a hash of the number, or what the agent calls the person: found by looking. */
async function findUser({ storage }: Services, instanceName: string, userId: string): Promise<ContactRecord | null> {
  for (let offset = 0; ; offset += PAGE) {
    const { items, total } = await storage.listContacts({ instanceName }, { limit: PAGE, offset })
    const found = items.find((contact) => userIdsOf(contact).includes(userId))
    if (found !== undefined) return found
    if (items.length === 0 || offset + PAGE >= total) return null
  }
}

function userIdsOf(contact: ContactRecord): string[] {
  const derived = contact.identities.map(({ value }) => uuidV5(value, OID_NAMESPACE))
  return contact.agentUserId === null ? derived : [contact.agentUserId.toLowerCase(), ...derived]
}

function addressOf({ identities }: ContactRecord): string {
  const phone = identities.find(({ kind }) => kind === 'phone')
  if (phone !== undefined) return phone.value
  const [first] = identities
  if (first === undefined) throw new OmniError('not_found', 'This user has no address.')
  return first.kind === 'lid' ? `${first.value}@lid` : first.value
}
