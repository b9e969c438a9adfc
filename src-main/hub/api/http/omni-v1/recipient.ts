/** Who a message goes to, in every way that v1 lets a client say it. */

import { v5 as uuidV5 } from 'uuid'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
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
  const instance = services.instances.get(instanceName)
  const bare = withoutPlatform(instance, given)
  if (UUID.test(bare)) {
    const contact = await findUser(services, instanceName, bare.toLowerCase())
    if (contact === null) throw new OmniError('not_found', 'This user no longer exists in this instance.')
    const address = instance.driver.recipients.addressOf(contact.identities)
    if (address === null) throw new OmniError('not_found', 'This user has no address.')
    return address
  }
  return bare
}

/** Whoever a client means by `discord:123`, a platform's own id, or the id that agents know a person by. */
export async function findPerson(services: Services, instanceName: string, userId: string): Promise<ContactRecord | null> {
  const instance = services.instances.get(instanceName)
  const bare = withoutPlatform(instance, userId)
  if (UUID.test(bare)) return findUser(services, instanceName, bare.toLowerCase())
  const person = instance.driver.recipients.identityOf(bare)
  return person === null ? null : services.storage.findContact(instanceName, person)
}

/** Traces name people as `whatsapp:+1555…`. The name of another channel is part of what was given: nobody here is meant. */
export function withoutPlatform({ record: { channel } }: Pick<RunningInstance, 'record'>, userId: string): string {
  const prefix = `${channel}:`
  return userId.startsWith(prefix) && userId.length > prefix.length ? userId.slice(prefix.length).trimStart() : userId
}

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
