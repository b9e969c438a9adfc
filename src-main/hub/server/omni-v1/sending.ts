/** Sending: everything goes through the outbox, so that a crash loses and repeats nothing. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { OutboundPart } from '../../channels/port.ts'
import type { OutboundRequest } from '../../outbound/service.ts'
import type { Services } from '../../rpc/context.ts'
import type { DeliveryRecord } from '../../storage/records.ts'
import { requireInstance, requireScope } from './auth.ts'
import type { V1Routes } from './context.ts'
import {
  fetchProfileBody,
  instanceNameParams,
  sendAnswer,
  sendAudioBody,
  sendContactBody,
  sendMediaBody,
  sendReactionBody,
  sendStickerBody,
  sendTextBody,
  updatePictureBody,
  waitQuery,
} from './schemas.ts'

/** How long a caller is kept waiting; what is not final by then is answered as queued. */
const WAIT_MS = 25_000

type Content = OutboundPart['content']
type Recipient = { phone_number?: string | number | null; phone?: string | number | null; user_id?: string | null }

export function recipientOf(body: Recipient): string {
  const value = body.phone_number ?? body.phone ?? body.user_id
  if (value === null || value === undefined || String(value).trim() === '') {
    throw new z.ZodError([
      { code: 'custom', path: ['body', 'phone_number'], message: 'Name a recipient: phone_number or user_id.', input: undefined },
    ])
  }
  return String(value).trim()
}

const failed = (error: string) => ({ success: false, message_id: null, status: 'failed' as const, error, detail: error })

export interface SendOptions {
  content: Content
  quotedExternalId?: string | null
  split?: boolean
  wait: boolean
}

/** Sends to one recipient and answers as v1 does: 200 sent, 202 queued, 409 not connected, 502 refused. */
export async function sendTo(services: Services, reply: FastifyReply, instanceName: string, recipient: string, options: SendOptions) {
  const instance = services.instances.get(instanceName)
  const { connection } = instance.record
  if (options.wait && connection.state !== 'connected') {
    return reply
      .code(409)
      .send(failed(`The instance "${instanceName}" is not connected.${connection.message === null ? '' : ` ${connection.message}`}`))
  }
  const request: OutboundRequest = {
    instanceName,
    conversation: await services.outbound.conversationWith(instanceName, recipient),
    content: options.content,
    quotedExternalId: options.quotedExternalId ?? null,
    origin: 'api',
    clientId: null,
    split: options.split ?? false,
  }
  if (!options.wait) {
    const [change] = await services.outbound.send(request)
    return reply.code(202).send({ success: true, message_id: change?.delivery.id ?? null, status: 'queued', error: null })
  }
  const sending = services.outbound.sendAndWait(request)
  const result = await Promise.race([sending, new Promise<null>((resolve) => setTimeout(resolve, WAIT_MS, null).unref())])
  return reply.code(statusOf(result)).send(answerOf(result))
}

function statusOf(deliveries: DeliveryRecord[] | null): number {
  if (deliveries === null || deliveries.some((delivery) => delivery.state === 'pending' || delivery.state === 'sending')) return 202
  return deliveries.every((delivery) => delivery.state === 'sent') ? 200 : 502
}

function answerOf(deliveries: DeliveryRecord[] | null): z.infer<typeof sendAnswer> {
  if (deliveries === null) return { success: true, message_id: null, status: 'queued', error: null }
  switch (statusOf(deliveries)) {
    case 200:
      return { success: true, message_id: deliveries[0]?.externalId ?? null, status: 'sent', error: null }
    case 202:
      return { success: true, message_id: deliveries[0]?.id ?? null, status: 'queued', error: null }
    default: {
      const trouble = deliveries.find((delivery) => delivery.state !== 'sent')
      const isUnknown = trouble?.state === 'unknown'
      return failed(
        `${isUnknown ? 'The message may have been sent, the platform did not say: ' : ''}${trouble?.error ?? 'The message could not be sent.'}`,
      )
    }
  }
}

function source(
  url: string | null | undefined,
  base64: string | null | undefined,
  what: string,
): { url: string | null; base64: string | null } {
  if ((url ?? '') === '' && (base64 ?? '') === '') {
    throw new z.ZodError([
      { code: 'custom', path: ['body', `${what}_url`], message: `Give ${what}_url or ${what}_base64.`, input: undefined },
    ])
  }
  return { url: url ?? null, base64: base64?.replace(/^data:[^,]*,/, '') ?? null }
}

export const sendingRoutes: V1Routes = (app, services) => {
  const answers = { 200: sendAnswer, 202: sendAnswer, 409: sendAnswer, 502: sendAnswer }

  function route<B extends z.ZodType<Recipient>>(
    action: string,
    body: B,
    toOptions: (body: z.infer<B>, instanceName: string) => Promise<Omit<SendOptions, 'wait'>> | Omit<SendOptions, 'wait'>,
  ) {
    // v1 has the singular; the plural was documented too.
    for (const prefix of ['/instance', '/instances']) {
      app.post(
        `${prefix}/:name/${action}`,
        { schema: { tags: ['sending'], params: instanceNameParams, body, querystring: waitQuery, response: answers } },
        async (request, reply) => {
          const { name } = request.params as { name: string }
          allow(request, name)
          const parsed = request.body as z.infer<B>
          const recipient = recipientOf(parsed)
          const { wait } = request.query as { wait: string }
          return sendTo(services, reply, name, recipient, { ...(await toOptions(parsed, name)), wait: wait === 'true' })
        },
      )
    }
  }

  function allow(request: FastifyRequest, name: string): void {
    requireScope(request, 'send')
    requireInstance(request, name)
    services.instances.get(name)
  }

  route('send-text', sendTextBody, (body, name) => ({
    content: {
      type: 'text',
      text: body.text,
      mentions: body.mentioned ?? [],
      mentionsEveryone: body.mentions_everyone ?? false,
      linkPreview: true,
    },
    quotedExternalId: body.quoted_message_id,
    split: body.split_message ?? services.instances.get(name).record.behaviour.autoSplit,
  }))
  route('send-media', sendMediaBody, (body) => ({
    content: {
      type: 'media',
      mediaType: body.media_type,
      ...source(body.media_url, body.media_base64, 'media'),
      mimeType: body.mime_type ?? null,
      caption: body.caption ?? '',
      fileName: body.filename ?? null,
    },
  }))
  route('send-audio', sendAudioBody, (body) => ({ content: { type: 'audio', ...source(body.audio_url, body.audio_base64, 'audio') } }))
  route('send-sticker', sendStickerBody, (body) => ({
    content: { type: 'sticker', ...source(body.sticker_url, body.sticker_base64, 'sticker') },
  }))
  route('send-contact', sendContactBody, (body) => ({
    content: {
      type: 'contacts',
      contacts: body.contacts.map((contact) => ({
        fullName: contact.full_name,
        phoneNumber: contact.phone_number ?? '',
        email: contact.email ?? null,
        organization: contact.organization ?? null,
        url: contact.url ?? null,
      })),
    },
  }))
  route('send-reaction', sendReactionBody, async (body, name) => {
    const target = await services.storage.findMessage(name, body.message_id)
    return {
      content: {
        type: 'reaction',
        targetExternalId: body.message_id,
        targetIsOwn: target !== null && target.author !== 'customer',
        emoji: body.reaction,
      },
    }
  })

  for (const prefix of ['/instance', '/instances']) {
    app.post(
      `${prefix}/:name/fetch-profile`,
      { schema: { tags: ['sending'], params: instanceNameParams, body: fetchProfileBody } },
      async (request) => {
        requireInstance(request, request.params.name)
        const instance = services.instances.get(request.params.name)
        if (instance.channel.fetchProfile === undefined) throw new OmniError('unsupported', 'This channel knows no profiles.')
        const chatId = instance.driver.chatIdFor(recipientOf(request.body))
        const profile = await instance.channel.fetchProfile(chatId)
        return { success: true, user_id: chatId, profile: { name: profile.name, picture_url: profile.pictureUrl } }
      },
    )
    app.post(
      `${prefix}/:name/update-profile-picture`,
      { schema: { tags: ['sending'], params: instanceNameParams, body: updatePictureBody } },
      async (request) => {
        requireScope(request, 'admin')
        requireInstance(request, request.params.name)
        const { channel } = services.instances.get(request.params.name)
        if (channel.updateProfilePicture === undefined) throw new OmniError('unsupported', 'This channel has no profile picture to change.')
        await channel.updateProfilePicture({ url: request.body.picture_url })
        return { success: true, message: 'The profile picture was changed.' }
      },
    )
  }
}
