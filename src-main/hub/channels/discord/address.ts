/**
 * How chats of Discord are named here: `dm:{user}` and `channel:{id}`, threads included. A direct chat is named by its
 * person, since programs know people and not the id of the chat with them.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import type { Recipients } from '../port.ts'

export type Address = { kind: 'dm'; userId: string } | { kind: 'channel'; channelId: string }

export const directChat = (userId: string): string => `dm:${userId}`
export const channelChat = (channelId: string): string => `channel:${channelId}`

/** Null for what names no chat of Discord. */
export function parseAddress(text: string): Address | null {
  const [, kind = '', id = ''] = /^(dm:|channel:|discord:|<@!?|<#|)(\d{15,21})>?$/.exec(text.trim()) ?? []
  if (id === '') return null
  return kind === 'channel:' || kind === '<#' ? { kind: 'channel', channelId: id } : { kind: 'dm', userId: id }
}

export const recipients: Recipients = {
  chatIdFor(recipient) {
    const address = parseAddress(recipient)
    if (address === null) throw new OmniError('bad_request', `"${recipient.slice(0, 60)}" is not a user or channel of Discord.`)
    return address.kind === 'dm' ? directChat(address.userId) : channelChat(address.channelId)
  },
  identityOf(recipient) {
    const address = parseAddress(recipient)
    return address?.kind === 'dm' ? { kind: 'discord', value: address.userId } : null
  },
  addressOf(identities) {
    const user = identities.find(({ kind }) => kind === 'discord')
    return user === undefined ? null : directChat(user.value)
  },
  isGroup: (chatExternalId) => parseAddress(chatExternalId)?.kind === 'channel',
}
