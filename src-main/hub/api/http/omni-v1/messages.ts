/** The unified message format: one shape for every channel, in and out. */
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
import type { InboundMessage, OutboundPart } from '../../../channels/port.ts'
import type { MessageRecord } from '../../../storage/records.ts'
import type { Services } from '../../services.ts'
import { instanceInView, requireInstance } from './auth.ts'
import type { V1App } from './context.ts'
import { readDate } from './dates.ts'
import { mediaAddress } from './media-address.ts'
import { recipientOf, withoutPlatform } from './recipient.ts'
import { inView, onBody, onPath } from './route-access.ts'
import { refusedSend, sendAnswer, unifiedMessage, waitQuery } from './schemas.ts'
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

const queuedAnswer = sendAnswer.extend({ trace_id: z.string().nullable().optional() })

function toUnified(message: MessageRecord, source: string, origin: string) {
  // What its sender took back is shown to nobody.
  const isGone = message.revokedAt !== null
  const media = isGone ? null : mediaAddress(message.media, origin)
  return {
    id: message.externalId ?? message.id,
    source,
    tenant: message.instanceName,
    content: {
      text: isGone ? '' : message.text,
      media: media === null ? [] : [media],
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
  const tags = ['messages']
  const response = { 200: sendAnswer, 202: queuedAnswer, 409: refusedSend, 502: refusedSend }

  /** Without a name it is the default instance. */
  function target(name: string | null | undefined): string {
    const instanceName = name ?? instances.default()?.record.name
    if (instanceName === undefined) throw new OmniError('not_found', 'There is no default instance.')
    return instances.get(instanceName).record.name
  }

  app.post(
    '/messages/send',
    {
      config: onBody('send', (request, { instance, tenant }) =>
        requireInstance(request, String(instance ?? tenant ?? instances.default()?.record.name ?? '')),
      ),
      schema: { tags, summary: 'Send a text', body: sendBody, querystring: waitQuery, response },
    },
    async (request, reply) => {
      const { instance, tenant, to, text } = request.body
      const name = target(instance ?? tenant)
      const recipient = await recipientOf(services, name, { user_id: String(to) })
      const { splitting } = instances.get(name).record.behaviour
      return sendTo(services, reply, name, recipient, { contents: [textContent(text)], splitting, wait: request.query.wait })
    },
  )

  app.post(
    '/messages/unified',
    {
      bodyLimit: services.config.webhookBodyLimitBytes,
      config: onBody('send', (request, { tenant }) => {
        if (tenant !== undefined) requireInstance(request, String(tenant))
      }),
      schema: {
        tags,
        summary: 'Send a unified message, or hand one in as if a customer had written it',
        body: unifiedMessage,
        querystring: waitQuery,
        response,
      },
    },
    async (request, reply) => {
      const { tenant, content } = request.body
      const name = target(tenant)
      const { metadata } = content
      if (content.text === '' && content.media.length === 0)
        throw invalid(['content', 'text'], 'The message is empty: give a text or media.')
      // Also of what is handed in: agents and the panel get the addresses.
      await Promise.all(content.media.map((url) => services.outside.check(url)))
      if (metadata['direction'] === 'inbound') return takeInbound(request.body, instances.get(name), reply)
      const to = metadata['to'] ?? metadata['recipient'] ?? metadata['phone_number'] ?? metadata['chat_id']
      if (typeof to !== 'string' && typeof to !== 'number')
        throw invalid(['content', 'metadata', 'to'], 'Name the recipient in metadata.to, or set metadata.direction to "inbound".')
      return sendTo(services, reply, name, await recipientOf(services, name, { user_id: String(to) }), {
        contents: contentsOf(content.text, content.media),
        splitting: instances.get(name).record.behaviour.splitting,
        wait: request.query.wait,
      })
    },
  )

  async function takeInbound(body: z.infer<typeof unifiedMessage>, instance: RunningInstance, reply: FastifyReply) {
    const accepted = await services.receive(instance, inboundEvents(body, instance, services.now()))
    const traceId = accepted[0]?.turnId ?? null
    return reply.code(202).send({ success: true, message_id: traceId, trace_id: traceId, status: 'queued', error: null })
  }

  async function history(request: FastifyRequest, tenant: string | undefined, query: z.infer<typeof historyQuery>) {
    const name = instanceInView(request, tenant ?? query.tenant ?? query.instance)
    if (name !== undefined) instances.get(name)
    const messages = await storage.recentMessages({ instanceName: name }, { limit: query.limit, offset: query.offset })
    const origin = `${request.protocol}://${request.host}`
    return messages.map((message) => toUnified(message, instances.find(message.instanceName)?.record.channel ?? 'unknown', origin))
  }

  app.get(
    '/messages/history',
    {
      config: inView('read', 'tenant', 'instance'),
      schema: { tags, summary: 'The newest messages as unified messages', querystring: historyQuery },
    },
    (request) => history(request, undefined, request.query),
  )
  app.get(
    '/messages/history/:tenant_id',
    {
      config: onPath('read', undefined, 'tenant_id'),
      schema: {
        tags,
        summary: 'The newest messages of one instance as unified messages',
        params: z.object({ tenant_id: z.string().max(200) }),
        querystring: historyQuery,
      },
    },
    (request) => history(request, request.params.tenant_id, request.query),
  )
}

const invalid = (path: string[], message: string) =>
  new z.ZodError([{ code: 'custom', path: ['body', ...path], message, input: undefined }])

const textContent = (text: string) => ({ type: 'text' as const, text, mentions: [], mentionsEveryone: false, linkPreview: true })

/** Every file is a message of its own; the text goes with the first. */
function contentsOf(text: string, media: string[]): OutboundPart['content'][] {
  if (media.length === 0) return [textContent(text)]
  return media.map((url, index) => ({
    type: 'media' as const,
    mediaType: mediaTypeOf(url).kind,
    url,
    base64: null,
    mimeType: null,
    caption: index === 0 ? text : '',
    fileName: null,
  }))
}

function inboundEvents(body: z.infer<typeof unifiedMessage>, instance: RunningInstance, now: number): InboundMessage[] {
  const { text, media, metadata } = body.content
  const { recipients } = instance.driver
  const from = withoutPlatform(instance, String(metadata['from'] ?? metadata['sender'] ?? metadata['phone_number'] ?? ''))
  if (from === '') throw invalid(['content', 'metadata', 'from'], 'Name the sender in metadata.from.')
  const chatId = recipients.chatIdFor(from)
  const person = recipients.identityOf(chatId)
  const id = `unified-${body.id ?? randomUUID()}`
  const one = {
    type: 'message' as const,
    chat: { externalId: chatId, kind: 'direct' as const, name: null },
    sender: {
      identities: person === null ? [] : [person],
      name: typeof metadata['name'] === 'string' ? metadata['name'].slice(0, 200) : null,
      avatarUrl: null,
    },
    author: 'customer' as const,
    location: null,
    sharedContacts: [],
    quote: null,
    mentionsAccount: false,
    sentAt: new Date((body.timestamp === undefined ? null : readDate(body.timestamp)) ?? now).toISOString(),
    freshness: 'new' as const,
    raw: body,
  }
  if (media.length === 0) return [{ ...one, externalId: id, kind: 'text', text, media: null }]
  return media.map((url, index) => {
    const { kind, mimeType } = mediaTypeOf(url)
    return {
      ...one,
      externalId: index === 0 ? id : `${id}-${index}`,
      kind,
      text: index === 0 ? text : '',
      media: {
        mimeType,
        fileName: null,
        sizeBytes: null,
        durationSeconds: null,
        width: null,
        height: null,
        isVoiceNote: false,
        bytes: null,
        url,
      },
    }
  })
}

const IMAGES: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' }
const VIDEOS: Record<string, string> = { mp4: 'video/mp4', '3gp': 'video/3gpp', mov: 'video/quicktime', webm: 'video/webm' }

/** By the ending of the address: nothing else is known of it here. */
function mediaTypeOf(url: string): { kind: 'image' | 'video' | 'document'; mimeType: string } {
  const ending = /\.(\w{2,5})$/.exec(url.split(/[?#]/)[0]?.toLowerCase() ?? '')?.[1] ?? ''
  const image = IMAGES[ending]
  if (image !== undefined) return { kind: 'image', mimeType: image }
  const video = VIDEOS[ending]
  return video !== undefined ? { kind: 'video', mimeType: video } : { kind: 'document', mimeType: 'application/octet-stream' }
}
