/** Sending: everything goes through the outbox, so that a crash loses and repeats nothing. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Splitting } from '../../../../../src-shared/contract/instances.ts'
import { errorCode, errorMessage, OmniError } from '../../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
import type { OutboundPart } from '../../../channels/port.ts'
import type { OutboundRequest } from '../../../operator/outbound/service.ts'
import type { DeliveryRecord } from '../../../storage/records.ts'
import { httpStatus } from '../../http-status.ts'
import type { Services } from '../../services.ts'
import type { V1Routes } from './context.ts'
import { onPlatform } from './platform.ts'
import { type Recipient, recipientOf } from './recipient.ts'
import { onPath } from './route-access.ts'
import {
  doneAnswer,
  fetchProfileBody,
  instanceNameParams,
  refusedSend,
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

type Content = OutboundPart['content']

const failed = (error: string) => ({ success: false as const, message_id: null, status: 'failed' as const, error, detail: error })

export interface SendOptions {
  /** Sent in this order. */
  contents: Content[]
  quotedExternalId?: string | null
  splitting?: Splitting
  wait: boolean
}

/** `split_message` of v1 is a message for each paragraph; without it the account's own rule holds. */
function splittingOf(split: boolean | null | undefined, ofAccount: Splitting): Splitting {
  return split == null ? ofAccount : split ? 'paragraphs' : 'never'
}

/** Sends to one recipient and answers as v1 does: 200 sent, 202 queued, 409 not connected or not allowed to this number, 502 refused. */
export async function sendTo(services: Services, reply: FastifyReply, instanceName: string, recipient: string, options: SendOptions) {
  const { instances, outbound } = services
  const { connection } = instances.get(instanceName).record
  if (options.wait && connection.state !== 'connected') {
    return reply
      .code(409)
      .send(failed(`The instance "${instanceName}" is not connected.${connection.message === null ? '' : ` ${connection.message}`}`))
  }
  const conversation = await outbound.conversationWith(instanceName, recipient)
  const requests = options.contents.map(
    (content): OutboundRequest => ({
      instanceName,
      conversation,
      content,
      quotedExternalId: options.quotedExternalId ?? null,
      origin: 'api',
      clientId: null,
      splitting: options.splitting ?? 'never',
    }),
  )
  try {
    await services.numberHealth.check(instances.get(instanceName), conversation)
  } catch (error) {
    if (errorCode(error) !== 'forbidden') throw error
    return reply.code(409).send(failed(errorMessage(error)))
  }
  if (!options.wait) {
    const changes = await Promise.all(requests.map((request) => outbound.send(request)))
    return reply.code(202).send({ success: true, message_id: changes.flat()[0]?.delivery.id ?? null, status: 'queued', error: null })
  }
  const followed = await Promise.all(requests.map((request) => outbound.sendAndFollow(request)))
  const final = Promise.all(followed.map((each) => each.final)).then((list) => list.flat())
  // What is not final by then is answered as queued.
  const result = await answeredWithin(services.config.apiWaitMs, final)
  const deliveries = result ?? followed.flatMap(({ changes }) => changes.map(({ delivery }) => delivery))
  return reply.code(statusOf(deliveries)).send(answerOf(deliveries))
}

/** What it resolves to, or null when that takes too long. */
async function answeredWithin<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function statusOf(deliveries: DeliveryRecord[]): number {
  if (deliveries.some((delivery) => delivery.state === 'pending' || delivery.state === 'sending')) return 202
  return deliveries.every((delivery) => delivery.state === 'sent') ? 200 : 502
}

function answerOf(deliveries: DeliveryRecord[]): z.infer<typeof sendAnswer> | ReturnType<typeof failed> {
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

/** Where a file comes from. An address that Omni does not go to is refused before the message is kept. */
async function source(
  { outside }: Services,
  url: string | null | undefined,
  base64: string | null | undefined,
  what: string,
): Promise<{ url: string | null; base64: string | null }> {
  if ((url ?? '') === '' && (base64 ?? '') === '') {
    throw new z.ZodError([
      { code: 'custom', path: ['body', `${what}_url`], message: `Give ${what}_url or ${what}_base64.`, input: undefined },
    ])
  }
  if (url && !base64) await outside.check(url)
  return { url: url || null, base64: base64?.replace(/^data:[^,]*,/, '') || null }
}

export const sendingRoutes: V1Routes = (app, services) => {
  /** Files may be within the body. */
  const bodyLimit = services.config.webhookBodyLimitBytes
  const answers = { 200: sendAnswer, 202: sendAnswer, 409: refusedSend, 502: refusedSend }
  const profileAnswers = { 200: doneAnswer, 409: refusedSend, 502: refusedSend }

  const nameIn = (request: FastifyRequest): string => services.instances.get((request.params as { name: string }).name).record.name

  // v1 has the singular; the plural was documented too.
  const prefixes = ['/instance', '/instances']

  function route<B extends z.ZodType<Recipient>>(
    action: string,
    summary: string,
    body: B,
    toOptions: (body: z.infer<B>, instanceName: string) => Promise<Omit<SendOptions, 'wait'>> | Omit<SendOptions, 'wait'>,
  ) {
    for (const prefix of prefixes) {
      app.post(
        `${prefix}/:name/${action}`,
        {
          bodyLimit,
          config: onPath('send'),
          schema: { tags: ['sending'], summary, params: instanceNameParams, body, querystring: waitQuery, response: answers },
        },
        async (request, reply) => {
          const name = nameIn(request)
          const parsed = request.body as z.infer<B>
          const { wait } = request.query as z.infer<typeof waitQuery>
          const options = { ...(await toOptions(parsed, name)), wait }
          return sendTo(services, reply, name, await recipientOf(services, name, parsed), options)
        },
      )
    }
  }

  /** Asks the platform for something that is not a message; a failure is reported in both shapes, like a failed send. */
  function profileRoute<B extends z.ZodType>(
    action: string,
    summary: string,
    scope: 'read' | 'admin',
    body: B,
    run: (instance: RunningInstance, body: z.infer<B>) => Promise<Record<string, unknown>>,
  ) {
    for (const prefix of prefixes) {
      app.post(
        `${prefix}/:name/${action}`,
        {
          bodyLimit,
          config: onPath(scope),
          schema: { tags: ['sending'], summary, params: instanceNameParams, body, response: profileAnswers },
        },
        async (request, reply) => {
          const name = nameIn(request)
          try {
            const more = await run(services.instances.get(name), request.body as z.infer<B>)
            return { success: true, message_id: null, status: 'sent' as const, error: null, ...more }
          } catch (error) {
            const status = error instanceof OmniError ? httpStatus(error.code) : 500
            if (!(error instanceof OmniError) || (status !== 409 && status !== 502)) throw error
            return reply.code(status).send(failed(error.message))
          }
        },
      )
    }
  }

  route('send-text', 'Send a text', sendTextBody, (body, name) => ({
    contents: [
      {
        type: 'text',
        text: body.text,
        mentions: body.mentioned ?? [],
        mentionsEveryone: body.mentions_everyone ?? false,
        linkPreview: true,
      },
    ],
    quotedExternalId: body.quoted_message_id,
    splitting: splittingOf(body.split_message, services.instances.get(name).record.behaviour.splitting),
  }))
  route('send-media', 'Send a picture, film or document', sendMediaBody, async (body) => ({
    contents: [
      {
        type: 'media',
        mediaType: body.media_type,
        ...(await source(services, body.media_url, body.media_base64, 'media')),
        mimeType: body.mime_type ?? null,
        caption: body.caption ?? '',
        fileName: body.filename ?? null,
      },
    ],
  }))
  route('send-audio', 'Send a voice message', sendAudioBody, async (body) => ({
    contents: [{ type: 'audio', ...(await source(services, body.audio_url, body.audio_base64, 'audio')) }],
  }))
  route('send-sticker', 'Send a sticker', sendStickerBody, async (body) => ({
    contents: [{ type: 'sticker', ...(await source(services, body.sticker_url, body.sticker_base64, 'sticker')) }],
  }))
  route('send-contact', 'Send contact cards', sendContactBody, (body) => ({
    contents: [
      {
        type: 'contacts',
        contacts: body.contacts.map((contact) => ({
          fullName: contact.full_name,
          phoneNumber: contact.phone_number ?? '',
          email: contact.email ?? null,
          organization: contact.organization ?? null,
          url: contact.url ?? null,
        })),
      },
    ],
  }))
  route('send-reaction', 'React to a message; an empty reaction removes it', sendReactionBody, async (body, name) => {
    const target = await services.storage.findMessage(name, body.message_id)
    return {
      contents: [
        {
          type: 'reaction',
          targetExternalId: body.message_id,
          targetIsOwn: target !== null && target.author !== 'customer',
          emoji: body.reaction,
        },
      ],
    }
  })

  profileRoute(
    'fetch-profile',
    'Look up a person’s name and picture',
    'read',
    fetchProfileBody,
    async ({ channel, driver, record }, body) => {
      if (channel.fetchProfile === undefined) throw new OmniError('unsupported', 'This channel knows no profiles.')
      const { fetchProfile } = channel
      const chatId = driver.recipients.chatIdFor(await recipientOf(services, record.name, body))
      const profile = await onPlatform(() => fetchProfile.call(channel, chatId))
      return { user_id: chatId, profile: { name: profile.name, picture_url: profile.pictureUrl } }
    },
  )
  profileRoute('update-profile-picture', 'Change the account’s picture', 'admin', updatePictureBody, async ({ channel }, body) => {
    if (channel.updateProfilePicture === undefined) throw new OmniError('unsupported', 'This channel has no profile picture to change.')
    await services.outside.check(body.picture_url)
    const { updateProfilePicture } = channel
    await onPlatform(() => updateProfilePicture.call(channel, { url: body.picture_url }))
    return { message: 'The profile picture was changed.' }
  })
}
