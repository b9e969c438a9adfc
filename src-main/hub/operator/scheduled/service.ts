/**
 * Messages to be sent later. Each is sent once: the delivery's id is made of the plan's, so that a
 * crash between sending and forgetting the plan repeats nothing.
 */
import type { Scheduled } from '../../../../src-shared/contract/scheduled.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { conversationEvent } from '../../inbox/conversations/events.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import { createAlarm } from '../../runtime/alarm.ts'
import { newId } from '../../runtime/ids.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import type { ConversationRecord, ScheduledRecord } from '../../storage/records.ts'
import type { OutboundService } from '../outbound/service.ts'

/** Later than this, a message may say something that is not true any more: a person decides. */
const LATE_MS = 3_600_000
const YEAR_MS = 366 * 86_400_000

interface Options {
  storage: Storage
  outbound: OutboundService
  bus: LiveBus
  liveEvents: LiveEvents
  timers: Timers
  log: Logger
}

export interface ScheduledService {
  start(): void
  stop(): Promise<void>
  list(conversationId: string): Promise<Scheduled[]>
  create(conversation: ConversationRecord, text: string, sendAt: string, by: string): Promise<Scheduled>
  update(id: string, text: string, sendAt: string): Promise<Scheduled>
  cancel(id: string): Promise<void>
}

const toScheduled = ({ instanceName: _instanceName, ...record }: ScheduledRecord): Scheduled => record

export function createScheduledService({ storage, outbound, bus, liveEvents, timers, log }: Options): ScheduledService {
  const tell = (conversationId: string) => bus.publish({ type: 'inbox.changed', what: 'scheduled', conversationId })
  const alarm = createAlarm(
    timers,
    () => storage.nextScheduledAt(),
    async () => {
      for (const record of await storage.dueScheduled(new Date(timers.now()).toISOString())) await deal(record)
    },
    (error) => log.error({ error: errorMessage(error) }, 'a planned message could not be sent'),
  )

  async function deal(record: ScheduledRecord): Promise<void> {
    const { id, conversationId } = record
    if (timers.now() - Date.parse(record.sendAt) > LATE_MS) {
      await storage.markMissed(id)
      const message = await storage.addConversationEvent(
        conversationId,
        conversationEvent('scheduled_missed'),
        new Date(timers.now()).toISOString(),
      )
      if (message !== null) liveEvents.message(message)
      tell(conversationId)
      return
    }
    const conversation = await storage.getConversation(conversationId)
    if (conversation !== null) {
      await outbound.send({
        instanceName: record.instanceName,
        conversation,
        content: { type: 'text', text: record.text, mentions: [], mentionsEveryone: false, linkPreview: true },
        quotedExternalId: null,
        origin: 'person',
        authorName: record.by,
        clientId: `scheduled-${id}`,
        splitting: 'never',
      })
    }
    await storage.removeScheduled(id)
    tell(conversationId)
  }

  function checkTime(sendAt: string): void {
    const inMs = Date.parse(sendAt) - timers.now()
    if (inMs <= 0) throw new OmniError('bad_request', 'This time is in the past.', { details: { field: 'sendAt' } })
    if (inMs > YEAR_MS)
      throw new OmniError('bad_request', 'A message can be planned for up to a year ahead.', { details: { field: 'sendAt' } })
  }

  return {
    start: () => alarm.reset(),
    stop: () => alarm.stop(),
    list: async (conversationId) => (await storage.listScheduled(conversationId)).map(toScheduled),
    async create(conversation, text, sendAt, by) {
      checkTime(sendAt)
      const record: ScheduledRecord = {
        id: newId(),
        instanceName: conversation.instanceName,
        conversationId: conversation.id,
        text,
        by,
        sendAt: new Date(sendAt).toISOString(),
        state: 'waiting',
        createdAt: new Date(timers.now()).toISOString(),
      }
      await storage.createScheduled(record)
      alarm.reset()
      tell(conversation.id)
      return toScheduled(record)
    },
    async update(id, text, sendAt) {
      checkTime(sendAt)
      const record = await storage.updateScheduled(id, text, new Date(sendAt).toISOString())
      if (record === null) throw new OmniError('conflict', 'This message was sent or cancelled already.')
      alarm.reset()
      tell(record.conversationId)
      return toScheduled(record)
    },
    async cancel(id) {
      const record = await storage.getScheduled(id)
      if (record === null || !(await storage.removeScheduled(id)))
        throw new OmniError('conflict', 'This message was sent or cancelled already.')
      alarm.reset()
      tell(record.conversationId)
    },
  }
}
