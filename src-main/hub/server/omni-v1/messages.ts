/** The unified message format: one shape for every channel, in and out. */
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { IdentityRef } from '../../channels/port.ts'
import type { Services } from '../../rpc/context.ts'
import type { MessageRecord } from '../../storage/records.ts'
import { coversInstance, requireInstance, requireScope } from './auth.ts'
import type { V1App } from './context.ts'
import { unifiedMessage } from './schemas.ts'
import { sendTo } from './sending.ts'

const sendBody = z.object({
  instance: z.string().max(200).nullish(),
  tenant: z.string().max(200).nullish(),
  to: z.union([z.string(), z.number()]),
  text: z.string().min(1).max(60_000),
})
const historyQuery = z.object({
  tenant: z.string().max(200).optional(),
  instance: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

export function toUnified(message: MessageRecord, source: string) {
  return {
    id: message.externalId ?? message.id,
    source,
    tenant: message.instanceName,
    content: {
      text: message.text,
      media:
        message.media === null
          ? []
          : [message.media.url ?? (message.media.id === null ? '' : `/media/${message.media.id}`)].filter((url) => url !== ''),
      metadata: {
        direction: message.author === 'customer' ? 'inbound' : 'outbound',
        author: message.author,
        author_name: message.authorName,
        message_type: message.kind,
        conversation_id: message.conversationId,
        trace_id: message.turnId,
        delivery_state: message.deliveryState,
      },
    },
    timestamp: message.sentAt,
  }
}

/** Mounted under /api/v1 and, as older clients call them, at the root. */
export function messageRoutes(app: V1App, services: Services): void {
  const { instances, storage } = services
  const schema = { tags: ['messages'] }

  function target(request: FastifyRequest, name: string | null | undefined): string {
    requireScope(request, 'send')
    const instanceName = name ?? instances.default()?.record.name
    if (instanceName === undefined) throw new OmniError('not_found', 'There is no default instance.')
    requireInstance(request, instanceName)
    return instances.get(instanceName).record.name
  }

  const textContent = (text: string) => ({ type: 'text' as const, text, mentions: [], mentionsEveryone: false, linkPreview: true })

  app.post('/messages/send', { schema: { ...schema, body: sendBody } }, async (request, reply) => {
    const name = target(request, request.body.instance ?? request.body.tenant)
    const { autoSplit } = instances.get(name).record.behaviour
    return sendTo(services, reply, name, String(request.body.to), { content: textContent(request.body.text), split: autoSplit, wait: true })
  })

  app.post('/messages/unified', { schema: { ...schema, body: unifiedMessage } }, async (request, reply) => {
    const { tenant, content } = request.body
    const name = target(request, tenant)
    const { metadata } = content
    if (metadata['direction'] === 'inbound') return takeInbound(request.body, name, reply)
    const to = metadata['to'] ?? metadata['recipient'] ?? metadata['phone_number'] ?? metadata['chat_id']
    if (typeof to !== 'string' && typeof to !== 'number') {
      throw new z.ZodError([
        {
          code: 'custom',
          path: ['body', 'content', 'metadata', 'to'],
          message: 'Name the recipient in metadata.to, or set metadata.direction to "inbound".',
          input: to,
        },
      ])
    }
    const [media] = content.media
    const isMedia = media !== undefined
    return sendTo(services, reply, name, String(to), {
      content: isMedia
        ? { type: 'media', mediaType: mediaTypeOf(media), url: media, base64: null, mimeType: null, caption: content.text, fileName: null }
        : textContent(content.text),
      split: instances.get(name).record.behaviour.autoSplit,
      wait: true,
    })
  })

  async function takeInbound(body: z.infer<typeof unifiedMessage>, name: string, reply: FastifyReply) {
    const instance = instances.get(name)
    const { metadata } = body.content
    const from = String(metadata['from'] ?? metadata['sender'] ?? metadata['phone_number'] ?? '')
    if (from === '')
      throw new z.ZodError([
        { code: 'custom', path: ['body', 'content', 'metadata', 'from'], message: 'Name the sender in metadata.from.', input: undefined },
      ])
    const chatId = instance.driver.chatIdFor(from)
    const identity: IdentityRef =
      instance.record.channel === 'whatsapp'
        ? { kind: 'phone', value: from.replace(/@.*$/, '').replace(/\D/g, '') }
        : { kind: 'simulator', value: chatId }
    const sentAt =
      body.timestamp !== undefined && !Number.isNaN(Date.parse(body.timestamp)) ? new Date(body.timestamp) : new Date(services.now())
    const authorName = typeof metadata['name'] === 'string' ? metadata['name'].slice(0, 200) : null
    const [accepted] = await services.receive(instance, [
      {
        type: 'message',
        externalId: `unified-${body.id ?? randomUUID()}`,
        chat: { externalId: chatId, kind: 'direct', name: null },
        sender: { identities: [identity], name: authorName, avatarUrl: null },
        author: 'customer',
        kind: 'text',
        text: body.content.text,
        media: null,
        location: null,
        sharedContacts: [],
        quote: null,
        mentionsAccount: false,
        sentAt: sentAt.toISOString(),
        freshness: 'live',
        raw: body,
      },
    ])
    return reply
      .code(202)
      .send({ success: true, message_id: accepted?.turnId ?? null, trace_id: accepted?.turnId ?? null, status: 'queued', error: null })
  }

  async function history(request: FastifyRequest, tenant: string | undefined, query: z.infer<typeof historyQuery>) {
    const name = tenant ?? query.tenant ?? query.instance
    if (name !== undefined) {
      requireInstance(request, name)
      instances.get(name)
    }
    const messages = await storage.recentMessages({ instanceName: name }, { limit: query.limit, offset: query.offset })
    return messages
      .filter((message) => coversInstance(request, message.instanceName))
      .map((message) => toUnified(message, instances.find(message.instanceName)?.record.channel ?? 'unknown'))
  }

  app.get('/messages/history', { schema: { ...schema, querystring: historyQuery } }, (request) =>
    history(request, undefined, request.query),
  )
  app.get(
    '/messages/history/:tenant_id',
    { schema: { ...schema, params: z.object({ tenant_id: z.string().max(200) }), querystring: historyQuery } },
    (request) => history(request, request.params.tenant_id, request.query),
  )
}

function mediaTypeOf(url: string): 'image' | 'video' | 'document' {
  const path = url.split('?')[0]?.toLowerCase() ?? ''
  if (/\.(png|jpe?g|gif|webp)$/.test(path)) return 'image'
  return /\.(mp4|3gp|mov|webm)$/.test(path) ? 'video' : 'document'
}
