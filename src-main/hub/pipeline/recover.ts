/**
 * Takes up what a crash or a stop left open. What was at the platform when the process died may or
 * may not have been sent: it is repeated only where the platform recognises the repetition.
 */
import type { InstanceService } from '../instances/service.ts'
import type { Logger } from '../observe/logger.ts'
import type { Storage } from '../storage/port.ts'
import type { DeliveryRecord, TurnRecord } from '../storage/records.ts'
import type { OnPhone } from './on-phone.ts'
import type { Pipeline } from './pipeline.ts'
import type { TurnItem } from './work.ts'

interface Options {
  storage: Storage
  instances: InstanceService
  pipeline: Pipeline
  onPhone: OnPhone
  log: Logger
  now: () => number
}

/** Resolves when all open work is back in its lanes (not when it is done). */
export async function recoverOpenWork({ storage, instances, pipeline, onPhone, log, now }: Options): Promise<void> {
  const { turns, deliveries } = await storage.claimOpenWork()
  if (turns.length + deliveries.length > 0)
    log.info({ turns: turns.length, deliveries: deliveries.length }, 'open work of the last run is taken up')

  for (const delivery of deliveries) if (delivery.state === 'sending') await settle(delivery)
  for (const turn of turns) {
    if (turn.state === 'delivering' && turn.conversationId !== null)
      pipeline.enqueue(turn.instanceName, turn.conversationId, { kind: 'resume', turn, cause: 'restart' })
  }
  for (const delivery of deliveries) {
    if (delivery.turnId === null && delivery.state !== 'unknown') {
      pipeline.enqueue(delivery.instanceName, delivery.conversationId, {
        kind: 'delivery',
        instanceName: delivery.instanceName,
        deliveryId: delivery.id,
      })
    }
  }
  for (const turn of turns) {
    const item = turn.state === 'delivering' ? null : await turnItem(turn)
    if (item !== null) pipeline.enqueue(turn.instanceName, item.conversation.id, item)
  }

  async function settle(delivery: DeliveryRecord): Promise<void> {
    const at = new Date(now()).toISOString()
    const isSafe = instances.find(delivery.instanceName)?.driver.capabilities.deduplicatesSends ?? false
    await storage.finishDelivery(
      delivery.id,
      isSafe
        ? {
            state: 'pending',
            error: 'Sent again after a restart; the platform recognises the repetition.',
            notBefore: at,
            at,
            payloads: [],
          }
        : { state: 'unknown', error: 'The program stopped while this was being sent.', at, payloads: [] },
    )
    delivery.state = isSafe ? 'pending' : 'unknown'
  }

  async function turnItem(turn: TurnRecord): Promise<TurnItem | null> {
    if (turn.conversationId === null || turn.messageId === null) return null
    const [conversation, message] = await Promise.all([storage.getConversation(turn.conversationId), storage.getMessage(turn.messageId)])
    if (conversation === null || message === null) return null
    // The process may have died between the owner's message and the takeover.
    const instance = message.author === 'phone' ? instances.find(turn.instanceName) : null
    if (instance !== null) await onPhone(instance, { message, conversation, around: await storage.aroundOwnMessage(message) })
    const contact = turn.contactId === null ? null : await storage.getContact(turn.contactId)
    const receivedAtMs = Date.parse(turn.receivedAt)
    return {
      kind: 'turn',
      turnId: turn.id,
      instanceName: turn.instanceName,
      message,
      conversation,
      contact,
      receivedAtMs,
      receivedTick: performance.now() - Math.max(0, now() - receivedAtMs),
      steps: [{ stage: 'receive', status: 'ok', offsetMs: 0, durationMs: 0, detail: 'Stored durably; taken up again after a restart.' }],
      isRecovered: true,
      isAsked: turn.rerunOf !== null,
    }
  }
}
