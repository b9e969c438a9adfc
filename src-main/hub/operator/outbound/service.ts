/**
 * Messages that a person or the API sends: written to the outbox first, then sent in the order of
 * the conversation's lane, like every answer.
 */
import { v7 as newId } from 'uuid'
import type { Media, Message, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import type { Splitting } from '../../../../src-shared/contract/instances.ts'
import { deliveryIdOf } from '../../../../src-shared/delivery-id.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { NumberHealthService } from '../../accounts/number-health/service.ts'
import type { OutboundPart } from '../../channels/port.ts'
import { splitText } from '../../channels/split-text.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { RightOfWay } from '../../pipeline/deliver/right-of-way.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import type { Waits } from '../../runtime/waits.ts'
import type { DeliveryChange, Storage } from '../../storage/port.ts'
import type { ConversationRecord, DeliveryRecord, MessageRecord } from '../../storage/records.ts'
import { NOT_FOUND, type UnknownSends } from './unknown-sends.ts'

const DISCARDED = 'Discarded by a person.'
const NO_DECISION = 'This message needs no decision any more.'

type Content = OutboundPart['content']

export interface OutboundRequest {
  instanceName: string
  conversation: ConversationRecord
  content: Content
  quotedExternalId: string | null
  origin: 'person' | 'api'
  /** Who in the panel wrote it; null where nobody said. */
  authorName?: string | null
  /** The stored file of the content, for the thread. */
  media?: Media
  /** What is answered, for the thread. */
  quote?: Message['quote']
  /** The same id in the same conversation is the same message, however often it is asked for. */
  clientId: string | null
  splitting: Splitting
}

export interface OutboundService {
  /** The conversation with a recipient as REST clients name it (digits, `+55…`, a JID). */
  conversationWith(instanceName: string, recipient: string): Promise<ConversationRecord>
  /** Throws OmniError('forbidden') with the reason when this conversation may not be written to now. */
  mayWrite(conversation: ConversationRecord): Promise<void>
  /** Durable when it resolves; the parts are then sent in order. */
  send(request: OutboundRequest): Promise<DeliveryChange[]>
  /** Like `send`; `final` resolves when every part is. */
  sendAndFollow(request: OutboundRequest): Promise<{ changes: DeliveryChange[]; final: Promise<DeliveryRecord[]> }>
  resolve(deliveryId: string, action: 'check' | 'resend' | 'mark_sent' | 'discard' | 'send_now'): Promise<MessageRecord>
  /** Gives a text that waits to be sent another one; null when it waits no more. */
  changeWaiting(deliveryId: string, text: string): Promise<MessageRecord | null>
}

interface Options {
  storage: Storage
  instances: InstanceService
  pipeline: Pipeline
  numberHealth: Pick<NumberHealthService, 'check'>
  unknownSends: Pick<UnknownSends, 'lookFor'>
  rightOfWay: Pick<RightOfWay, 'claim'>
  waits: Pick<Waits, 'hurry' | 'end'>
  liveEvents: LiveEvents
  now: () => number
}

export function createOutboundService({
  storage,
  instances,
  pipeline,
  numberHealth,
  unknownSends,
  rightOfWay,
  waits,
  liveEvents,
  now,
}: Options): OutboundService {
  const iso = () => new Date(now()).toISOString()

  function parts(instance: RunningInstance, request: OutboundRequest): Content[] {
    const { content } = request
    if (content.type !== 'text') return [content]
    const texts = splitText(content.text, { splitting: request.splitting, maxLength: instance.driver.capabilities.maxTextLength })
    if (texts.length === 0) throw new OmniError('bad_request', 'The message is empty.')
    return texts.map((text) => ({ ...content, text }))
  }

  /** From its first moment on no answer leaves before it. */
  async function enqueue(request: OutboundRequest, onDone?: () => void): Promise<DeliveryChange[]> {
    const giveUpClaim = rightOfWay.claim(request.conversation.id)
    try {
      return await store(request, onDone)
    } finally {
      giveUpClaim()
    }
  }

  async function store(request: OutboundRequest, onDone?: () => void): Promise<DeliveryChange[]> {
    const instance = instances.get(request.instanceName)
    const { conversation } = request
    if (conversation.instanceName !== request.instanceName)
      throw new OmniError('not_found', 'This conversation no longer exists in this account.')
    await numberHealth.check(instance, conversation)
    const { splitPauseMinMs, splitPauseMaxMs } = instance.record.behaviour
    const changes = await Promise.all(
      parts(instance, request).map((content, index) => {
        const id = request.clientId === null ? newId() : deliveryIdOf(conversation.id, request.clientId, index)
        return storage.enqueueDelivery(
          {
            delivery: {
              id,
              instanceName: request.instanceName,
              conversationId: conversation.id,
              turnId: null,
              messageId: newId(),
              origin: request.origin,
              part: {
                deliveryId: id,
                chatExternalId: conversation.externalId,
                externalId: null,
                content,
                quotedExternalId: request.quotedExternalId,
              },
              pauseBeforeMs: index === 0 ? 0 : Math.round((splitPauseMinMs + splitPauseMaxMs) / 2),
              state: 'pending',
              notBefore: null,
            },
            author: request.origin === 'api' ? 'api' : 'person',
            authorName: request.authorName ?? null,
            kind: messageKind(content),
            text: messageText(content),
            media: request.media ?? null,
            quote: request.quote ?? null,
          },
          iso(),
        )
      }),
    )
    for (const change of changes) {
      liveEvents.message(change.message)
      liveEvents.conversation(change.conversation)
      if (change.delivery.state === 'pending') pipeline.send(change.delivery, onDone)
      else onDone?.()
    }
    return changes
  }

  /** What waits to be sent is sent at once, or not at all. */
  async function whileItWaits({ id, messageId }: DeliveryRecord, action: 'send_now' | 'discard'): Promise<MessageRecord> {
    if (action === 'discard') {
      const change = await storage.cancelPending(id, DISCARDED, iso())
      if (change === null) throw new OmniError('conflict', NO_DECISION)
      waits.end(id)
      liveEvents.message(change.message)
      liveEvents.conversation(change.conversation)
      return change.message
    }
    const message = await storage.getMessage(messageId)
    if (message === null) throw new OmniError('conflict', NO_DECISION)
    if (waits.hurry(id)) return message
    const first = await heldBefore(message)
    if (first !== null)
      throw new OmniError('conflict', `It waits for "${first}", which was written before it. Send that one now, or discard it.`)
    // Nothing holds it: it leaves at this very moment.
    return message
  }

  /** What the first message says that waits in its conversation and holds it up; null for none. */
  async function heldBefore({ conversationId, seq }: MessageRecord): Promise<string | null> {
    const { items } = await storage.listMessages(conversationId, { beforeSeq: seq, limit: 100, withEvents: false })
    const first = items.find(
      // What agents write lets people pass, and so does a file that is tried again.
      ({ author, kind, deliveryState, deliveryHeld }) =>
        (author === 'person' || author === 'api') &&
        deliveryState === 'pending' &&
        deliveryHeld !== null &&
        (kind === 'text' || deliveryHeld.why !== 'retry'),
    )
    return first === undefined ? null : first.text.slice(0, 60) || `[${first.kind}]`
  }

  return {
    async conversationWith(instanceName, recipient) {
      const { recipients } = instances.get(instanceName).driver
      const externalId = recipients.chatIdFor(recipient)
      const known = await storage.findConversation(instanceName, externalId)
      if (known !== null) return known
      const kind = recipients.isGroup?.(externalId) === true ? 'group' : 'direct'
      const person = kind === 'group' ? null : recipients.identityOf(externalId)
      return storage.openConversation(instanceName, { externalId, kind, name: null }, person === null ? [] : [person], iso())
    },

    mayWrite: (conversation) => numberHealth.check(instances.get(conversation.instanceName), conversation),

    send: (request) => enqueue(request),

    async sendAndFollow(request) {
      let open = Number.POSITIVE_INFINITY
      let done = 0
      let onFinal: () => void = () => {}
      const settled = new Promise<void>((resolve) => {
        onFinal = resolve
      })
      const changes = await enqueue(request, () => {
        done += 1
        if (done >= open) onFinal()
      })
      open = changes.length
      if (done >= open) onFinal()
      const final = settled.then(async () => {
        const finished = await Promise.all(changes.map((change) => storage.getDelivery(change.delivery.id)))
        return finished.filter((delivery) => delivery !== null)
      })
      return { changes, final }
    },

    async changeWaiting(deliveryId, text) {
      const change = await storage.changePending(deliveryId, text)
      if (change === null) return null
      liveEvents.message(change.message)
      return change.message
    },

    async resolve(deliveryId, action) {
      const delivery = await storage.getDelivery(deliveryId)
      if (delivery === null) throw new OmniError('not_found', 'This delivery no longer exists.')
      if (delivery.state === 'pending' && (action === 'send_now' || action === 'discard')) return whileItWaits(delivery, action)
      if (delivery.state !== 'unknown' && delivery.state !== 'failed') throw new OmniError('conflict', NO_DECISION)
      const sent = (externalId: string) => ({ state: 'sent' as const, externalId, chatExternalId: null, at: iso(), payloads: [] })
      let change: DeliveryChange | null = null
      switch (action) {
        case 'check': {
          const [found] = await unknownSends.lookFor([delivery])
          if (found === undefined) throw new OmniError('unsupported', NOT_FOUND)
          return found.message
        }
        case 'mark_sent':
          change = await storage.finishDelivery(deliveryId, sent(delivery.externalId ?? `marked-${delivery.id}`))
          break
        case 'discard':
          change = await storage.finishDelivery(deliveryId, {
            state: 'cancelled',
            error: DISCARDED,
            at: iso(),
            payloads: [],
          })
          break
        case 'resend':
          change = await storage.reopenDelivery(deliveryId, iso())
          if (change !== null) pipeline.send(change.delivery)
          break
        case 'send_now':
          break
      }
      if (change === null) throw new OmniError('conflict', NO_DECISION)
      liveEvents.message(change.message)
      liveEvents.conversation(change.conversation)
      return change.message
    },
  }
}

function messageKind(content: Content): MessageKind {
  switch (content.type) {
    case 'media':
      return content.mediaType
    case 'contacts':
      return 'contact'
    default:
      return content.type
  }
}

function messageText(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text
    case 'media':
      return content.caption
    case 'reaction':
      return content.emoji
    case 'contacts':
      return content.contacts.map((contact) => contact.fullName).join(', ')
    default:
      return ''
  }
}
