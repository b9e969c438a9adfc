/**
 * One attempt at one delivery: it is written down before the platform is called, and what came of it after. What
 * surely was not sent may be tried again; what may have been sent is left to a person, unless the platform itself
 * recognises a repetition.
 */

import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { type ChannelCapabilities, type OutboundPart, SendError, type SendFailure } from '../../channels/port.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { DeliveryChange, DeliveryOutcome, Storage } from '../../storage/port.ts'
import type { DeliveryRecord, PayloadInput } from '../../storage/records.ts'
import { isByPerson } from './by-person.ts'

const MAX_ATTEMPTS = 10
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 60_000
/** A platform that does not answer for this long leaves the delivery unknown. */
const SEND_TIMEOUT_MS = 60_000

interface Options {
  storage: Pick<Storage, 'readMedia' | 'startDelivery' | 'finishDelivery'>
  now: () => number
  timers: Timers
  random: () => number
  payloadText: PayloadText
}

/** `not_begun`: it is not pending any more. `gone`: it was removed while the platform was asked. */
export type Attempted = DeliveryChange | 'not_begun' | 'gone'

export type AttemptDelivery = (instance: RunningInstance, deliveryId: string) => Promise<Attempted>

export function createAttemptDelivery({ storage, now, timers, random, payloadText }: Options): AttemptDelivery {
  const iso = () => new Date(now()).toISOString()

  function payloads(request: unknown, response: unknown, statusCode: number | null): PayloadInput[] {
    if (payloadText === null) return []
    const at = iso()
    return [
      { stage: 'deliver', kind: 'platform_request', at, statusCode: null, body: payloadText(request) },
      { stage: 'deliver', kind: 'platform_response', at, statusCode, body: payloadText(response) },
    ]
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

  async function send(instance: RunningInstance, delivery: DeliveryRecord): Promise<DeliveryOutcome> {
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

  return async (instance, deliveryId) => {
    const delivery = await storage.startDelivery(deliveryId, iso())
    if (delivery === null) return 'not_begun'
    const outcome = withoutSecrets(await send(instance, delivery), instance)
    return (await storage.finishDelivery(delivery.id, outcome)) ?? 'gone'
  }
}

/** A platform may send back what it was called with, key included. */
function withoutSecrets(outcome: DeliveryOutcome, instance: RunningInstance): DeliveryOutcome {
  const payloads = outcome.payloads.map((payload) => ({ ...payload, body: instance.hideSecrets(payload.body) }))
  return { ...outcome, payloads }
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
