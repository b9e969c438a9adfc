/** A message of the hub as its channel needs it to refer to it on the platform. */
import type { StoredMessage } from '../../channels/port.ts'
import type { Storage } from '../../storage/port.ts'

export async function findStoredMessage(
  storage: Pick<Storage, 'findMessage' | 'getConversation' | 'getContact'>,
  instanceName: string,
  externalId: string,
): Promise<StoredMessage | null> {
  const message = await storage.findMessage(instanceName, externalId)
  if (message === null) return null
  const conversation = await storage.getConversation(message.conversationId)
  if (conversation === null) return null
  const isOwn = message.author !== 'customer'
  const contact = message.contactId === null || isOwn ? null : await storage.getContact(message.contactId)
  return { chatExternalId: conversation.externalId, isOwn, text: message.text, sender: contact?.identities ?? [] }
}
