/**
 * Messages that were sent, edited or deleted for everyone by a person. The platform is asked at once, and what it
 * did is written down after: both do the same however often they are asked for, so that a crash in
 * between, or an answer that never came, is made good by asking again. What the platform tells of it
 * itself comes in like any other event.
 *
 * Known limit: what an agent made of the message before stays, here and in its own memory.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import { SendError, type SentRef } from '../../channels/port.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'
import type { OutboundService } from './service.ts'

const TIMEOUT_MS = 30_000
const MINUTE_MS = 60_000
const ON_PLATFORM = new Set(['sent', 'delivered', 'read', 'played'])

interface Options {
  storage: Pick<Storage, 'getMessage' | 'getConversation' | 'updateMessage'>
  instances: Pick<InstanceService, 'get'>
  outbound: Pick<OutboundService, 'mayWrite' | 'changeWaiting'>
  liveEvents: LiveEvents
  now: () => number
  timers: Timers
}

export interface ChangeSent {
  /** Rejects with an OmniError whose sentence says why not, or that nobody knows whether it happened. */
  edit(messageId: string, text: string): Promise<MessageRecord>
  deleteForEveryone(messageId: string): Promise<MessageRecord>
}

interface Target {
  message: MessageRecord
  conversation: ConversationRecord
  instance: RunningInstance
  ref: SentRef
}

export function createChangeSent({ storage, instances, outbound, liveEvents, now, timers }: Options): ChangeSent {
  /** By message: two changes of one come in the order in which they were asked for. */
  const underWay = new Map<string, Promise<unknown>>()

  async function targetOf(messageId: string): Promise<Target> {
    const message = await storage.getMessage(messageId)
    const conversation = message === null ? null : await storage.getConversation(message.conversationId)
    if (message === null || conversation === null) throw new OmniError('not_found', 'This message no longer exists.')
    const { externalId, deliveryState, author } = message
    const isOwn = author !== 'customer' && author !== 'phone'
    if (!isOwn || message.kind === 'system') throw new OmniError('forbidden', 'Only what was sent from here can be changed.')
    if (message.revokedAt !== null) throw new OmniError('conflict', 'This message was deleted already.')
    if (externalId === null || deliveryState === null || !ON_PLATFORM.has(deliveryState))
      throw new OmniError('conflict', 'This message is not on the platform yet.')
    const instance = instances.get(message.instanceName)
    return { message, conversation, instance, ref: { chatExternalId: conversation.externalId, externalId } }
  }

  /** What has not left is only changed here. */
  async function changeWaiting(messageId: string, text: string): Promise<MessageRecord | null> {
    const message = await storage.getMessage(messageId)
    if (message?.deliveryState !== 'pending' || message.deliveryId === null) return null
    const { capabilities } = instances.get(message.instanceName).driver
    checkLength(text, capabilities.maxTextLength)
    return outbound.changeWaiting(message.deliveryId, text)
  }

  function checkLength(text: string, maxLength: number): void {
    if (text.trim() === '') throw new OmniError('bad_request', 'The message is empty.')
    if (text.length > maxLength) throw new OmniError('too_large', `The text is longer than the ${maxLength} characters of a message.`)
  }

  function checkAge({ message }: Target, minutes: number | undefined, does: string): void {
    if (minutes === undefined) throw new OmniError('unsupported', 'This channel cannot change what was sent.')
    if (now() - Date.parse(message.sentAt) > minutes * MINUTE_MS)
      throw new OmniError('conflict', `This message is too old to be ${does}: the platform does not allow it any more.`)
  }

  /** The same message is changed by one at a time. */
  async function inOrder<T>(messageId: string, change: () => Promise<T>): Promise<T> {
    const before = underWay.get(messageId) ?? Promise.resolve()
    const done = before.then(change, change)
    const settled = done.catch(() => undefined)
    underWay.set(messageId, settled)
    try {
      return await done
    } finally {
      if (underWay.get(messageId) === settled) underWay.delete(messageId)
    }
  }

  async function ask({ conversation }: Target, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
    await outbound.mayWrite(conversation)
    const controller = new AbortController()
    const cancelTimeout = timers.after(TIMEOUT_MS, () => controller.abort())
    try {
      await call(controller.signal)
    } catch (error) {
      const failure = error instanceof SendError ? error.failure : null
      if (failure === null || failure.wasSent === 'maybe')
        throw new OmniError(
          'timeout',
          'The platform did not say whether the message was changed. Look at the chat, or try again: it is not changed twice.',
          { cause: error },
        )
      throw new OmniError(failure.error.code, failure.error.message, { cause: error })
    } finally {
      cancelTimeout()
    }
  }

  async function keep({ message }: Target, update: Parameters<Storage['updateMessage']>[1]): Promise<MessageRecord> {
    const changed = await storage.updateMessage(message.instanceName, update)
    if (changed === null) return message
    liveEvents.message(changed.message)
    liveEvents.conversation(changed.conversation)
    return changed.message
  }

  return {
    edit: (messageId, text) =>
      inOrder(messageId, async () => {
        const waiting = await changeWaiting(messageId, text)
        if (waiting !== null) return waiting
        const target = await targetOf(messageId)
        const { message, instance, ref } = target
        const { channel, driver } = instance
        if (message.kind !== 'text' || channel.edit === undefined)
          throw new OmniError('unsupported', 'This channel cannot change what was sent.')
        checkAge(target, driver.type.offers.editMinutes, 'edited')
        checkLength(text, driver.capabilities.maxTextLength)
        if (text === message.text) return message
        await ask(target, (signal) => channel.edit?.(ref, text, signal) ?? Promise.resolve())
        return keep(target, { type: 'edit', externalId: ref.externalId, text, at: new Date(now()).toISOString() })
      }),
    deleteForEveryone: (messageId) =>
      inOrder(messageId, async () => {
        const target = await targetOf(messageId)
        const { channel, driver } = target.instance
        if (channel.revoke === undefined) throw new OmniError('unsupported', 'This channel cannot change what was sent.')
        checkAge(target, driver.type.offers.deleteMinutes, 'deleted')
        await ask(target, (signal) => channel.revoke?.(target.ref, signal) ?? Promise.resolve())
        return keep(target, { type: 'revoke', externalId: target.ref.externalId, at: new Date(now()).toISOString() })
      }),
  }
}
