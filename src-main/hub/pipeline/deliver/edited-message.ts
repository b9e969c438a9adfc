/** One message that is edited while its text grows, not more often than a platform bears. */
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { SendError } from '../../channels/port.ts'
import type { LiveEvents } from '../../live/events.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import type { DeliveryRecord, MessageRecord } from '../../storage/records.ts'
import type { Answering } from '../lanes/answers.ts'
import type { DeliveryRunner } from './delivery-runner.ts'
import { showablePrefix } from './stream-split.ts'

/** Discord and Slack both take one edit a second for long. */
const EDIT_EVERY_MS = 1200
/** Less than this is not worth showing. */
const FIRST_CHARACTERS = 24
const LAST_TRIES = 4
const RETRY_MS = 1000
/** A platform that wants to be left alone for longer has the last text missing. */
const MAX_WAIT_MS = 60_000
const EDIT_TIMEOUT_MS = 30_000

interface Options {
  storage: Storage
  runner: DeliveryRunner
  liveEvents: LiveEvents
  timers: Timers
  instance: RunningInstance
  answering: Answering
  enqueue: (job: () => Promise<void>) => void
  mayGoOn: () => boolean
  maxLength: number
}

export interface EditedMessage {
  /** Takes the whole text so far; what is on the platform follows it. */
  write(text: string): void
  /** As much of it as may be shown; null: not enough for a beginning. */
  beginning(): string | null
  /** Sends the beginning; null when the hub stops in between. */
  send(delivery: DeliveryRecord | undefined, text: string): Promise<DeliveryRecord['state'] | null>
  /** No more automatic edits, for good. */
  rest(): void
  /** Its last text. False when that could not be done. */
  become(text: string): Promise<boolean>
  messageIds(): string[]
  /** The panel is told of it: until now it was shown the stream. */
  tell(): Promise<void>
}

export function createEditedMessage(options: Options): EditedMessage {
  const { storage, runner, liveEvents, timers, instance, answering, enqueue, mayGoOn, maxLength } = options
  let text = ''
  let onPlatform = ''
  let sent: DeliveryRecord | null = null
  let message: MessageRecord | null = null
  let cancelNextEdit: (() => void) | null = null
  /** Also for what is sent after that: a passing text behind the last one would undo it. */
  let isResting = false
  const shown = () => showablePrefix(text, maxLength)
  const inItsMarks = (markdown: string) => instance.driver.fromMarkdown?.(markdown) ?? markdown

  async function edit(markdown: string): Promise<void> {
    const { edit: editOnPlatform } = instance.channel
    const next = inItsMarks(markdown)
    if (sent?.externalId == null || editOnPlatform === undefined || next === onPlatform || next.length > maxLength) return
    const controller = new AbortController()
    const cancel = timers.after(EDIT_TIMEOUT_MS, () => controller.abort())
    try {
      const { chatExternalId } = sent.part
      await editOnPlatform.call(instance.channel, { chatExternalId, externalId: sent.externalId }, next, controller.signal)
    } finally {
      cancel()
    }
    onPlatform = next
    const change = await storage.rewriteDelivery(sent.id, next)
    if (change !== null) message = change.message
  }

  function editSoon(afterMs = EDIT_EVERY_MS): void {
    if (isResting) return
    cancelNextEdit ??= timers.after(afterMs, () => {
      cancelNextEdit = null
      const waitMs = instance.channel.nextEditInMs?.() ?? 0
      if (waitMs > 0) return editSoon(waitMs)
      if (!mayGoOn()) return
      // What fails here is made good by the next edit, or by the last.
      enqueue(() => edit(shown()).catch(() => {}))
    })
  }

  return {
    write(whole) {
      text = whole
      if (onPlatform !== '') editSoon()
    },
    beginning() {
      const beginning = shown()
      return beginning.length < FIRST_CHARACTERS ? null : beginning
    },
    async send(delivery, first) {
      if (delivery === undefined) return 'cancelled'
      const state = await runner.run(delivery, answering.controller.signal, (wait) => wait(), { isQuiet: true })
      if (state === 'pending' || state === 'sending') return null
      sent = await storage.getDelivery(delivery.id)
      message = await storage.getMessage(delivery.messageId)
      onPlatform = inItsMarks(first)
      if (state === 'sent' && text !== first) editSoon()
      return state
    },
    rest() {
      isResting = true
      cancelNextEdit?.()
      cancelNextEdit = null
    },
    async become(last) {
      for (let tries = 1; ; tries += 1) {
        try {
          await edit(last)
          return true
        } catch (error) {
          if (tries === LAST_TRIES || answering.controller.signal.aborted) return false
          const askedMs = error instanceof SendError ? (error.failure.retryAfterMs ?? 0) : 0
          await sleep(timers, Math.max(RETRY_MS * tries, Math.min(askedMs, MAX_WAIT_MS)), answering.controller.signal)
        }
      }
    },
    messageIds: () => (message === null ? [] : [message.id]),
    async tell() {
      if (message !== null) liveEvents.message((await storage.getMessage(message.id)) ?? message)
    },
  }
}
