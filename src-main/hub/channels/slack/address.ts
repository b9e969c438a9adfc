/**
 * How chats of Slack are named here: `dm:{user}`, `channel:{id}`, and `thread:{channel}:{ts}` for a thread of a channel.
 * A direct chat is named by its person, since programs know people and not the id of the chat with them.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import type { Recipients } from '../port.ts'

export type Address =
  | { kind: 'dm'; userId: string }
  | { kind: 'channel'; channelId: string }
  | { kind: 'thread'; channelId: string; threadTs: string }

export const directChat = (userId: string): string => `dm:${userId}`
export const channelChat = (channelId: string): string => `channel:${channelId}`
export const threadChat = (channelId: string, threadTs: string): string => `thread:${channelId}:${threadTs}`

/** The id of a message: `ts` is known once in a channel only. */
export const messageId = (channelId: string, ts: string): string => `${channelId}:${ts}`

/** What {@link messageId} made; of the further files of a message, that message. */
export function parseMessageId(externalId: string): { channelId: string; ts: string } | null {
  const [, channelId = '', ts = ''] = /^([A-Z0-9]{1,30}):(\d{1,12}\.\d{1,8})(?:\/.*)?$/.exec(externalId) ?? []
  return channelId === '' ? null : { channelId, ts }
}

/** Null for what names no chat of Slack. */
export function parseAddress(text: string): Address | null {
  const plain = text.trim()
  const [, channelId = '', threadTs = ''] = /^thread:([CG][A-Z0-9]{2,30}):(\d{1,12}\.\d{1,8})$/.exec(plain) ?? []
  if (channelId !== '') return { kind: 'thread', channelId, threadTs }
  const [, id = ''] = /^(?:dm:|channel:|slack:|<@|<#|)([UWCG][A-Z0-9]{2,30})(?:\|[^>]*)?>?$/.exec(plain) ?? []
  if (id === '') return null
  return /^[CG]/.test(id) ? { kind: 'channel', channelId: id } : { kind: 'dm', userId: id }
}

export const recipients: Recipients = {
  chatIdFor(recipient) {
    const address = parseAddress(recipient)
    if (address === null) throw new OmniError('bad_request', `"${recipient.slice(0, 60)}" is not a person or channel of Slack.`)
    if (address.kind === 'dm') return directChat(address.userId)
    return address.kind === 'thread' ? threadChat(address.channelId, address.threadTs) : channelChat(address.channelId)
  },
  identityOf(recipient) {
    const address = parseAddress(recipient)
    return address?.kind === 'dm' ? { kind: 'slack', value: address.userId } : null
  },
  addressOf(identities) {
    const user = identities.find(({ kind }) => kind === 'slack')
    return user === undefined ? null : directChat(user.value)
  },
  isGroup: (chatExternalId) => parseAddress(chatExternalId)?.kind !== 'dm',
}
