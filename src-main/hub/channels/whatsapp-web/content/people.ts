/** Contacts, groups and presence: the same shapes as Evolution's, but for the names of a contact. */

import type { JsonObject } from '../../../runtime/json.ts'
import type { ChannelEvent } from '../../port.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { field } from '../../whatsapp/normalize/json.ts'
import { contactEvents } from '../../whatsapp/normalize/people.ts'

export { groupEvents, participantEvents, presenceEvents } from '../../whatsapp/normalize/people.ts'

/**
 * A contact is called as the owner's phone calls it, else as it calls itself (`notify`), else as its
 * business is verified. `imgUrl` is 'changed' when there is a new picture: no address, so ignored.
 */
export function savedContactEvents(contact: JsonObject, context: NormalizeContext): ChannelEvent[] {
  const name = field(contact, 'name') ?? field(contact, 'notify') ?? field(contact, 'verifiedName')
  return contactEvents({ ...contact, name, profilePicUrl: field(contact, 'imgUrl') }, context)
}
