/**
 * Stage 5, deliver: each part is written before the platform is asked and its receipt after. What
 * surely was not sent is tried again with a growing pause; what may have been sent is left to a
 * person, unless the platform itself recognises a repetition.
 */

import type { CacheHit } from '../../../../src-shared/contract/answer-cache.ts'
import type { AuthorKind, Held } from '../../../../src-shared/contract/conversations.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { NumberHealthService, Passage, Passing } from '../../accounts/number-health/service.ts'
import { type ChannelCapabilities, type OutboundPart, SendError, type SendFailure } from '../../channels/port.ts'
import { cutPart, splitAnswer } from '../../channels/split-text.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import { newId } from '../../runtime/ids.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Wait, Waits } from '../../runtime/waits.ts'
import type { DeliveryChange, DeliveryOutcome, PlannedMessage, Storage } from '../../storage/port.ts'
import type { ConversationRecord, DeliveryOrigin, DeliveryRecord, PayloadInput } from '../../storage/records.ts'
import type { RightOfWay } from './right-of-way.ts'

const MAX_ATTEMPTS = 10
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 60_000
/** A platform that does not answer for this long leaves the delivery unknown. */
const SEND_TIMEOUT_MS = 60_000
/** A wait that is over before anybody has read why is not told of. */
const TOLD_FROM_MS = 3000
/** Who leaves first where several wait for the same number. */
const RANKS: Record<DeliveryOrigin, number> = { person: 0, api: 1, agent: 2, fallback: 2 }

interface Options {
  storage: Storage
  instances: InstanceService
  liveEvents: LiveEvents
  log: Logger
  now: () => number
  timers: Timers
  random: () => number
  payloadText: PayloadText
  numberHealth: Pick<NumberHealthService, 'pass'>
  rightOfWay: RightOfWay
  waits: Pick<Waits, 'begin'>
  /** A send was cut off: nobody knows whether it arrived. */
  onUnknown: (instanceName: string) => void
}

interface Answer {
  text: string
  origin: DeliveryOrigin
  turnId: string
  conversation: ConversationRecord
  author: AuthorKind
  authorName: string | null
  /** Where no agent was asked for it. */
  cacheHit?: CacheHit | null
}

export interface Deliver {
  /** Splits an answer into planned messages; the pauses between them are drawn here. */
  plan(instance: RunningInstance, answer: Answer): PlannedMessage[]
  /** The same of texts that are parts already. `isContinued`: something was said before the first. */
  planParts(instance: RunningInstance, answer: Omit<Answer, 'text'>, texts: string[], isContinued: boolean): PlannedMessage[]
  /**
   * Sends one delivery, with its pauses and repetitions, until it is final or the signal aborts.
   * `runWithoutSlot` wraps every wait, so that the caller can give its slot away meanwhile.
   */
  run(
    delivery: DeliveryRecord,
    signal: AbortSignal,
    runWithoutSlot: <T>(wait: () => Promise<T>) => Promise<T>,
    options?: {
      /** The panel is not told: it is shown the stream that the message is a part of. */
      isQuiet?: boolean
      /** It waits to be tried again: what stands behind it may go meanwhile. */
      onRetry?: () => void
    },
  ): Promise<DeliveryRecord['state']>
}

export function createDeliver(options: Options): Deliver {
  const { storage, instances, liveEvents, log, now, timers, random, numberHealth, rightOfWay } = options
  const iso = () => new Date(now()).toISOString()

  function payloads(request: unknown, response: unknown, statusCode: number | null): PayloadInput[] {
    const textOf = options.payloadText
    if (textOf === null) return []
    const at = iso()
    return [
      { stage: 'deliver', kind: 'platform_request', at, statusCode: null, body: textOf(request) },
      { stage: 'deliver', kind: 'platform_response', at, statusCode, body: textOf(response) },
    ]
  }

  async function type(instance: RunningInstance, part: OutboundPart, isTyping: boolean, signal: AbortSignal): Promise<void> {
    if (!instance.record.behaviour.showTyping) return
    await instance.channel.setTyping(part.chatExternalId, isTyping, signal).catch((error: unknown) => {
      log.debug({ instance: instance.record.name, error: errorMessage(error) }, 'typing could not be shown')
    })
  }

  /** Tells people why a message waits, where that lasts. */
  function hold(delivery: DeliveryRecord, held: Held): void {
    if (held.until !== null && Date.parse(held.until) - now() < TOLD_FROM_MS) return
    void storage.holdDelivery(delivery.id, held).then(
      (change) => change !== null && liveEvents.message(change.message),
      (error: unknown) => log.warn({ delivery: delivery.id, error: errorMessage(error) }, 'why a message waits could not be noted'),
    )
  }

  /** A number that is looked after sends one message after the other, and no more than is good for it. */
  function waitForTurn(instance: RunningInstance, delivery: DeliveryRecord, way: Way): Promise<Passage> {
    if (instance.driver.capabilities.protectsNumber !== true) return Promise.resolve('go')
    const { signal, wait, mayGo, runWithoutSlot } = way
    const passing: Passing = {
      rank: RANKS[delivery.origin],
      wait,
      mayGo,
      onHeld: (why, until) => hold(delivery, { why, until }),
    }
    return runWithoutSlot(() => numberHealth.pass(instance, delivery, passing, signal))
  }

  /** The outbox keeps the id of a stored file; the channel gets its bytes. */
  async function withFile(part: OutboundPart): Promise<OutboundPart> {
    const { content } = part
    if ((content.type !== 'media' && content.type !== 'audio') || content.mediaId === undefined) return part
    const file = await storage.readMedia(content.mediaId)
    if (file === null) {
      const error = new OmniError('not_found', 'The file is not stored here any more.')
      throw new SendError({ error, wasSent: 'no', isTransient: false, retryAfterMs: null, request: part, response: null })
    }
    return { ...part, content: { ...content, base64: Buffer.from(file.bytes).toString('base64') } }
  }

  async function attempt(instance: RunningInstance, delivery: DeliveryRecord): Promise<DeliveryOutcome> {
    // Not AbortSignal.timeout: thousands of sends a minute would each keep theirs for the whole minute.
    const controller = new AbortController()
    const cancel = timers.after(SEND_TIMEOUT_MS, () =>
      controller.abort(new DOMException('The platform did not answer in time.', 'TimeoutError')),
    )
    try {
      const receipt = await instance.channel.send(await withFile(delivery.part), controller.signal)
      return {
        state: 'sent',
        externalId: receipt.externalId,
        chatExternalId: receipt.chatExternalId,
        at: iso(),
        payloads: payloads(receipt.request, receipt.response, 200),
      }
    } catch (error) {
      return afterFailure(asFailure(error, delivery.part), delivery, instance)
    } finally {
      cancel()
    }
  }

  function afterFailure(failure: SendFailure, delivery: DeliveryRecord, instance: RunningInstance): DeliveryOutcome {
    const capabilities: ChannelCapabilities = instance.driver.capabilities
    const isConnected = instance.record.connection.state === 'connected'
    const { error } = failure
    const facts = {
      error: error.message,
      at: iso(),
      payloads: payloads(failure.request, failure.response ?? { error: error.message }, null),
    }
    const isSafe = failure.wasSent === 'no' || capabilities.deduplicatesSends
    if (!isSafe) return { ...facts, state: 'unknown' }
    const isWorthIt = failure.isTransient || failure.wasSent === 'maybe'
    // What a person wrote waits for the account as long as that takes; an answer would come too late.
    const isPatient = !isConnected && isByPerson(delivery)
    if (!isWorthIt || (delivery.attempts >= MAX_ATTEMPTS && !isPatient)) return { ...facts, state: 'failed' }
    const backoffMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (delivery.attempts - 1)) * (0.75 + random() / 2)
    const notBefore = new Date(now() + Math.max(backoffMs, failure.retryAfterMs ?? 0)).toISOString()
    return {
      ...facts,
      state: 'pending',
      notBefore,
      held: isConnected ? { why: 'retry', until: notBefore } : { why: 'disconnected', until: null },
    }
  }

  /** What is kept and shown is what the customer gets. A change of the marks can make a part too long. */
  function inItsMarks({ driver }: RunningInstance, origin: DeliveryOrigin, texts: string[]): string[] {
    const { fromMarkdown, capabilities } = driver
    if (fromMarkdown === undefined || origin !== 'agent') return texts
    return texts.flatMap((text) => cutPart(fromMarkdown(text), capabilities.maxTextLength))
  }

  const planParts: Deliver['planParts'] = (instance, answer, texts, isContinued) => {
    const { behaviour } = instance.record
    const span = Math.max(0, behaviour.splitPauseMaxMs - behaviour.splitPauseMinMs)
    return inItsMarks(instance, answer.origin, texts).map((text, index) => {
      const id = newId()
      return {
        delivery: {
          id,
          instanceName: instance.record.name,
          conversationId: answer.conversation.id,
          turnId: answer.turnId,
          messageId: newId(),
          origin: answer.origin,
          part: {
            deliveryId: id,
            chatExternalId: answer.conversation.externalId,
            externalId: null,
            content: { type: 'text', text, mentions: [], mentionsEveryone: false, linkPreview: true },
            quotedExternalId: null,
          },
          pauseBeforeMs: index === 0 && !isContinued ? 0 : Math.round(behaviour.splitPauseMinMs + random() * span),
          state: 'pending',
          notBefore: null,
        },
        author: answer.author,
        authorName: answer.authorName,
        kind: 'text',
        text,
        ...(answer.cacheHit ? { cacheHit: answer.cacheHit } : {}),
      }
    })
  }

  /** Its own pause, or the one before it is tried again. */
  async function pause(instance: RunningInstance, waiting: DeliveryRecord, isPaused: boolean, way: Way): Promise<void> {
    const { signal, wait, runWithoutSlot } = way
    const pauseMs = waiting.notBefore === null ? (isPaused ? 0 : waiting.pauseBeforeMs) : Date.parse(waiting.notBefore) - now()
    if (pauseMs <= 0 || wait.isUrgent) return
    if (waiting.notBefore === null) await type(instance, waiting.part, true, signal)
    else way.onRetry?.()
    await runWithoutSlot(() => wait.rest(pauseMs, signal))
  }

  async function runUntilFinal(first: DeliveryRecord, way: Way): Promise<DeliveryRecord['state']> {
    const { signal, runWithoutSlot, mayGo } = way
    let waiting = first
    let isPaused = false
    while (true) {
      if (waiting.state !== 'pending') return waiting.state
      const instance = instances.find(waiting.instanceName)
      if (instance === null) return 'cancelled'
      await pause(instance, waiting, isPaused, way)
      isPaused = true
      if (way.wait.isOver) return (await storage.getDelivery(waiting.id))?.state ?? 'cancelled'
      if (!mayGo() && !signal.aborted) {
        hold(waiting, { why: 'person', until: null })
        await runWithoutSlot(() => rightOfWay.whenClear(waiting.conversationId, signal))
      }
      if (signal.aborted) return 'pending'
      const passage = await waitForTurn(instance, waiting, way)
      if (passage === 'aborted') return 'pending'
      if (passage === 'not_now') {
        waiting = { ...waiting, notBefore: null }
        continue
      }
      if (passage !== 'go') {
        const refused = await storage.finishDelivery(waiting.id, { state: 'failed', error: passage.refused, at: iso(), payloads: [] })
        if (refused === null) return 'cancelled'
        liveEvents.message(refused.message)
        liveEvents.conversation(refused.conversation)
        return 'failed'
      }
      const sent = await rightOfWay.onWire(waiting.conversationId, mayGo, () => send(instance, waiting.id, way.isQuiet))
      way.wait.calm()
      if (sent === null) {
        waiting = { ...waiting, notBefore: null }
        continue
      }
      if (sent === 'not_begun') return (await storage.getDelivery(waiting.id))?.state ?? 'cancelled'
      if (sent === 'gone') return 'cancelled'
      waiting = sent.delivery
      if (waiting.state === 'unknown') options.onUnknown(waiting.instanceName)
      if (waiting.state === 'pending')
        log.warn(
          { instance: waiting.instanceName, delivery: waiting.id, attempt: waiting.attempts, error: waiting.error },
          'a send is tried again later',
        )
    }
  }

  async function send(instance: RunningInstance, deliveryId: string, isQuiet: boolean): Promise<DeliveryChange | 'not_begun' | 'gone'> {
    const delivery = await storage.startDelivery(deliveryId, iso())
    if (delivery === null) return 'not_begun'
    const outcome = withoutSecrets(await attempt(instance, delivery), instance)
    const change = await storage.finishDelivery(delivery.id, outcome)
    if (change === null) return 'gone'
    // Told at once: its receipt may be stored in the same moment, and is told after it.
    if (!isQuiet) liveEvents.message(change.message)
    liveEvents.conversation(change.conversation)
    return change
  }

  return {
    plan(instance, answer) {
      const { splitting } = instance.record.behaviour
      const parts = splitAnswer(answer.text, { splitting, maxLength: instance.driver.capabilities.maxTextLength })
      return planParts(instance, answer, parts, false)
    },
    planParts,

    async run(first, signal, runWithoutSlot, { isQuiet = false, onRetry } = {}) {
      const { wait, end } = options.waits.begin(first.id, first.instanceName)
      const mayGo = () => !wait.isOver && (isByPerson(first) || !rightOfWay.isClaimed(first.conversationId))
      try {
        return await runUntilFinal(first, { signal, wait, runWithoutSlot, mayGo, isQuiet, onRetry })
      } finally {
        end()
      }
    },
  }
}

/** One delivery on its way. */
interface Way {
  signal: AbortSignal
  wait: Wait
  runWithoutSlot: <T>(wait: () => Promise<T>) => Promise<T>
  /** No person's message goes before it. */
  mayGo: () => boolean
  isQuiet: boolean
  onRetry: (() => void) | undefined
}

/** Written by a person, in the panel or by a program of theirs, over REST. */
export const isByPerson = ({ origin }: Pick<DeliveryRecord, 'origin'>): boolean => origin === 'person' || origin === 'api'

/** A platform may send back what it was called with, key included. */
function withoutSecrets(outcome: DeliveryOutcome, instance: RunningInstance): DeliveryOutcome {
  const payloads = outcome.payloads.map((payload) => ({ ...payload, body: instance.hideSecrets(payload.body) }))
  return outcome.state === 'sent' ? { ...outcome, payloads } : { ...outcome, error: instance.hideSecrets(outcome.error), payloads }
}

/** A channel that throws something else than a SendError broke its promise: assume the worst. */
function asFailure(error: unknown, part: OutboundPart): SendFailure {
  if (error instanceof SendError) return error.failure
  return {
    error: error instanceof OmniError ? error : new OmniError('internal', errorMessage(error), { cause: error }),
    wasSent: 'maybe',
    isTransient: false,
    retryAfterMs: null,
    request: part,
    response: null,
  }
}
