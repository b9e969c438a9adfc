/**
 * Stage 2, admit: is this message one to answer? A pure decision over what is in memory, so that
 * it can be made (and told to the sender of the webhook) the moment the message is stored.
 */
import type { StopCode } from '../../../../src-shared/contract/traces.ts'
import type { AccessService } from '../../guard/service.ts'
import type { ContactRecord, ConversationRecord, InstanceRecord, MessageRecord } from '../../storage/records.ts'
import type { Decision } from '../lanes/lane-item.ts'

const ANSWERABLE = new Set(['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contact', 'poll'])

const stop = (code: StopCode, reason: string): Extract<Decision, { admitted: false }> => ({ admitted: false, code, reason })

export function admit(
  instance: InstanceRecord,
  message: MessageRecord,
  conversation: ConversationRecord,
  contact: ContactRecord | null,
  access: Pick<AccessService, 'decide'>,
): Decision {
  if (message.author !== 'customer') return stop('own_message', 'The message was written by the account itself.')
  if (message.revokedAt !== null) return stop('deleted', 'The customer deleted it before it was answered.')
  if (!instance.isActive) return stop('instance_inactive', `The account "${instance.displayName}" is switched off.`)
  if (conversation.kind === 'channel') return stop('not_answerable', 'Broadcast channels are not answered.')
  if (!ANSWERABLE.has(message.kind)) return stop('not_answerable', `A message of kind "${message.kind}" needs no answer.`)
  if (message.kind === 'text' && message.text.trim() === '') return stop('no_content', 'The message has no text.')
  // A thread follows the rules of the group that it is in.
  const isGroup = conversation.kind === 'group' || conversation.kind === 'thread'
  if (isGroup) {
    const { groupMode, answeredGroups } = instance.behaviour
    const names = [conversation.externalId, message.origin?.within]
    if (groupMode === 'never') return stop('groups_off', 'Groups are switched off for this account.')
    const named = groupMode === 'named' ? answeredGroups.find(({ chatId }) => names.includes(chatId)) : undefined
    if (groupMode === 'named' && named === undefined) return stop('group_not_named', 'The group is not one of those that are answered.')
    if ((groupMode === 'mention' || named?.when === 'mention') && !message.mentionsAccount)
      return stop('group_without_mention', 'The group message did not mention the agent.')
  }
  const identities = contact?.identities.map((identity) => identity.value) ?? []
  const rules = access.decide(instance.name, instance.behaviour.accessMode, identities)
  if (!rules.allowed)
    return {
      ...stop('access_denied', `The sender is ${rules.reason}.`),
      isBlocked: rules.rule !== null,
    }
  const isNamed = isGroup && instance.behaviour.groupMode === 'named'
  const detail = isNamed ? `Admitted, as one of the groups that are answered: ${rules.reason}.` : `Admitted: ${rules.reason}.`
  return { admitted: true, detail }
}

/** Are its files put into words? Also where only a person reads it; never for those who have no business here. */
export function isWorthMediaText(decision: Decision): boolean {
  return decision.admitted || decision.code === 'instance_inactive'
}
