/** Session names and user ids as Automagik Omni makes them, so that agents keep knowing people. */
import { v5 as uuidV5 } from 'uuid'
import type { ContactRecord, ConversationRecord, InstanceRecord, MessageOrigin } from '../../storage/records.ts'

export const OID_NAMESPACE = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'

/** The platform's own id of the person, or of the chat where the person is not known. */
export function platformId(conversation: ConversationRecord, contact: ContactRecord | null): string {
  return (
    contact?.identities.find((identity) => identity.kind === 'phone')?.value ?? contact?.identities[0]?.value ?? conversation.externalId
  )
}

/**
 * `{session_id_prefix}{instance}_{digits}`; the platform's id where there are no digits, and the chat where it is to be
 * remembered by that. `origin` of the first message: channels whose people have no numbers say what v1 called the session.
 */
export function sessionName(
  instance: InstanceRecord,
  conversation: ConversationRecord,
  contact: ContactRecord | null,
  origin: MessageOrigin | undefined,
): string {
  const { sessionPrefix, context } = instance.behaviour
  const person = platformId(conversation, contact)
  // A direct chat is its person: names that agents know already stay as they are.
  const isPerson = context.scope === 'person' || conversation.kind === 'direct'
  const whose = isPerson ? person : context.scope === 'chat' ? conversation.externalId : `${conversation.externalId}_${person}`
  // Agents that keep their memory by the name must not know it, either.
  const suffix = conversation.contextFrom === null ? '' : `_${Date.parse(conversation.contextFrom)}`
  if (isPerson && origin?.forAgents !== undefined) return `${sessionPrefix}${origin.forAgents.session}${suffix}`
  return `${sessionPrefix}${instance.name}_${whose}${suffix}`
}

/** What the back end called the person earlier, else a UUID v5 over the digits (or platform id). */
export function agentUserId(conversation: ConversationRecord, contact: ContactRecord | null): string {
  return contact?.agentUserId ?? uuidV5(platformId(conversation, contact), OID_NAMESPACE)
}

/** Has the agent's session run out since the conversation's last turn? */
export function isNewSession(instance: InstanceRecord, conversation: ConversationRecord, nowMs: number): boolean {
  const { sessionActiveAt } = conversation
  return sessionActiveAt === null || nowMs - Date.parse(sessionActiveAt) > instance.behaviour.sessionTimeoutMs
}
