/** Contacts, chats and their messages, from the local database. */

import * as z from 'zod'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { ChannelDriver } from '../../../channels/port.ts'
import { conversationName } from '../../../live/views/conversation.ts'
import type { ContactRecord, ConversationRecord, MessageRecord } from '../../../storage/records.ts'
import type { Services } from '../../services.ts'
import type { V1Routes } from './context.ts'
import { mediaAddress } from './media-address.ts'
import { onPath } from './route-access.ts'
import { booleanFlag, pageQuery } from './schemas.ts'

const instanceParams = z.object({ name: z.string().max(200) })
const itemParams = instanceParams.extend({ id: z.string().max(300) })

/** v1 names a person by the platform's id. */
const contactId = (contact: ContactRecord, { recipients }: ChannelDriver): string => recipients.addressOf(contact.identities) ?? contact.id

const phoneOf = ({ identities }: ContactRecord): string | null => identities.find(({ kind }) => kind === 'phone')?.value ?? null

function omniContact(contact: ContactRecord, driver: ChannelDriver) {
  const id = contactId(contact, driver)
  return {
    id,
    name: contact.name ?? id.replace(/@.*$/, ''),
    channel_type: driver.channel,
    instance_name: contact.instanceName,
    avatar_url: contact.avatarUrl,
    status: 'unknown',
    is_verified: null,
    is_business: null,
    channel_data: { contact_id: contact.id, phone_number: phoneOf(contact), identities: contact.identities },
    created_at: contact.createdAt,
    last_seen: contact.lastSeenAt,
  }
}

function omniChat(conversation: ConversationRecord, channel: string) {
  return {
    id: conversation.externalId,
    name: conversationName(conversation),
    chat_type: conversation.kind,
    channel_type: channel,
    instance_name: conversation.instanceName,
    participant_count: null,
    is_muted: false,
    is_archived: conversation.isArchived,
    is_pinned: false,
    description: null,
    avatar_url: conversation.avatarUrl,
    unread_count: conversation.unreadCount,
    channel_data: { conversation_id: conversation.id, phone_number: conversation.phoneNumber },
    created_at: conversation.createdAt,
    last_message_at: conversation.lastMessageAt,
  }
}

function omniMessage(message: MessageRecord, chatId: string, sender: string, channel: string, origin: string) {
  const isOwn = message.author !== 'customer'
  // What its sender took back is shown to nobody.
  const isGone = message.revokedAt !== null
  const media = isGone ? null : message.media
  const text = isGone || message.text === '' ? null : message.text
  return {
    id: message.externalId ?? message.id,
    chat_id: chatId,
    sender_id: isOwn ? 'me' : sender,
    sender_name: message.authorName,
    message_type: message.kind,
    text: media === null ? text : null,
    media_url: mediaAddress(media, origin),
    media_mime_type: media?.mimeType ?? null,
    media_size: media?.sizeBytes ?? null,
    caption: media === null ? null : text,
    thumbnail_url: null,
    is_from_me: isOwn,
    is_forwarded: false,
    is_reply: message.quote !== null,
    reply_to_message_id: message.quote?.externalId ?? null,
    timestamp: message.sentAt,
    edited_at: message.editedAt,
    channel_type: channel,
    instance_name: message.instanceName,
    channel_data: {
      message_id: message.id,
      trace_id: message.turnId,
      author: message.author,
      delivery_state: message.deliveryState,
      revoked_at: message.revokedAt,
    },
  }
}

/** The wrapper around every list. */
function wrapped<K extends string, T>(
  key: K,
  items: T[],
  total: number,
  page: { page: number; page_size: number },
  instance: { name: string; channel: string },
  hasMore = page.page * page.page_size < total,
) {
  return {
    [key]: items,
    total_count: total,
    page: page.page,
    page_size: page.page_size,
    has_more: hasMore,
    instance_name: instance.name,
    channel_type: instance.channel,
    partial_errors: [],
  }
}

async function findChat({ storage }: Services, instanceName: string, id: string): Promise<ConversationRecord> {
  const conversation = (await storage.findConversation(instanceName, id)) ?? (await storage.getConversation(id))
  // An id of another tenant is answered like one that does not exist.
  if (conversation === null || conversation.instanceName !== instanceName) throw new OmniError('not_found', 'This chat no longer exists.')
  return conversation
}

export const chatRoutes: V1Routes = (app, services) => {
  const { storage, instances } = services
  const schema = { tags: ['chats and contacts'] }

  app.get(
    '/instances/:name/contacts',
    {
      config: onPath('read'),
      schema: {
        ...schema,
        summary: 'The people of an instance',
        params: instanceParams,
        querystring: pageQuery(500).extend({ search_query: z.string().max(200).optional(), channel_type: z.string().max(40).optional() }),
      },
    },
    async (request) => {
      const { name } = request.params
      const { record, driver } = instances.get(name)
      const { page, page_size, search_query, channel_type } = request.query
      const isOther = channel_type !== undefined && channel_type !== record.channel
      const { items, total } = isOther
        ? { items: [], total: 0 }
        : await storage.listContacts({ instanceName: name, query: search_query }, { limit: page_size, offset: (page - 1) * page_size })
      return wrapped(
        'contacts',
        items.map((item) => omniContact(item, driver)),
        total,
        request.query,
        record,
      )
    },
  )

  app.get(
    '/instances/:name/contacts/:id',
    { config: onPath('read'), schema: { ...schema, summary: 'One person, by phone, JID or id', params: itemParams } },
    async (request) => {
      const { name, id } = request.params
      const { driver } = instances.get(name)
      const person = driver.recipients.identityOf(id)
      const contact = (await storage.getContact(id)) ?? (person === null ? null : await storage.findContact(name, person))
      if (contact === null || contact.instanceName !== name) throw new OmniError('not_found', 'This contact no longer exists.')
      return omniContact(contact, driver)
    },
  )

  app.get(
    '/instances/:name/chats',
    {
      config: onPath('read'),
      schema: {
        ...schema,
        summary: 'The chats of an instance',
        params: instanceParams,
        querystring: pageQuery(500).extend({
          chat_type_filter: z.enum(['direct', 'group', 'channel', 'thread']).optional(),
          archived: booleanFlag.optional(),
          channel_type: z.string().max(40).optional(),
        }),
      },
    },
    async (request) => {
      const { name } = request.params
      const { record } = instances.get(name)
      const { page, page_size, chat_type_filter, archived, channel_type } = request.query
      const isOther = channel_type !== undefined && channel_type !== record.channel
      const { items, total } = isOther
        ? { items: [], total: 0 }
        : await storage.listConversations(
            { instanceName: name, kind: chat_type_filter, isArchived: archived },
            { limit: page_size, offset: (page - 1) * page_size, withTotal: true },
          )
      return wrapped(
        'chats',
        items.map((item) => omniChat(item, record.channel)),
        total,
        request.query,
        record,
      )
    },
  )

  app.get(
    '/instances/:name/chats/:id',
    { config: onPath('read'), schema: { ...schema, summary: 'One chat, by JID or id', params: itemParams } },
    async (request) => {
      const { name, id } = request.params
      return omniChat(await findChat(services, name, id), instances.get(name).record.channel)
    },
  )

  app.get(
    '/instances/:name/chats/:id/messages',
    {
      config: onPath('read'),
      schema: {
        ...schema,
        summary: 'The messages of a chat, newest first',
        params: itemParams,
        querystring: pageQuery(200).extend({ before_message_id: z.string().max(200).optional() }),
      },
    },
    async (request) => {
      const { name, id } = request.params
      const { record, driver } = instances.get(name)
      const chat = await findChat(services, name, id)
      const { page, page_size, before_message_id } = request.query
      let beforeSeq: number | undefined
      if (before_message_id !== undefined) {
        const anchor = (await storage.findMessage(name, before_message_id)) ?? (await storage.getMessage(before_message_id))
        if (anchor === null || anchor.conversationId !== chat.id)
          throw new OmniError('not_found', 'This message no longer exists in this chat.')
        beforeSeq = anchor.seq
      }
      const { items, total, nextBefore } = await storage.listMessages(chat.id, {
        limit: page_size,
        offset: (page - 1) * page_size,
        beforeSeq,
        withTotal: true,
        withEvents: false,
      })
      const senders = await sendersOf(services, driver, items)
      const origin = `${request.protocol}://${request.host}`
      // Newest first, as v1's paging goes back in time.
      const messages = items
        .reverse()
        .map((item) => omniMessage(item, chat.externalId, senders.get(item.contactId) ?? chat.externalId, record.channel, origin))
      return { ...wrapped('messages', messages, total, request.query, record, nextBefore !== null), chat_id: chat.externalId }
    },
  )
}

/** The platform's ids of the people who wrote these messages, by contact: in a group there are many. */
async function sendersOf({ storage }: Services, driver: ChannelDriver, messages: MessageRecord[]): Promise<Map<string | null, string>> {
  const ids = [...new Set(messages.map((message) => message.contactId))].filter((id) => id !== null)
  const contacts = await Promise.all(ids.map((id) => storage.getContact(id)))
  return new Map(contacts.filter((contact) => contact !== null).map((contact) => [contact.id, contactId(contact, driver)]))
}
