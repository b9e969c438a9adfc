/** "Typing…" while the agent thinks, and read marks: courtesies that must never hold up an answer. */
import { errorMessage } from '../../../src-shared/errors.ts'
import type { RunningInstance } from '../instances/running-instance.ts'
import type { Logger } from '../observe/logger.ts'
import type { MessageRecord } from '../storage/records.ts'
import type { Timers } from '../timers.ts'

/** Platforms let "typing…" fade by themselves; it is shown anew this often. */
const RENEW_MS = 8000

/** Shows typing until the returned function is called. */
export function keepTyping(instance: RunningInstance, chatExternalId: string, timers: Timers, log: Logger): () => void {
  if (!instance.record.behaviour.showTyping) return () => {}
  const controller = new AbortController()
  let takeBack = () => {}
  const show = () => {
    instance.channel.setTyping(chatExternalId, true, controller.signal).catch((error: unknown) => {
      log.debug({ instance: instance.record.name, error: errorMessage(error) }, 'typing could not be shown')
    })
    takeBack = timers.after(RENEW_MS, show)
  }
  show()
  return () => {
    takeBack()
    controller.abort()
  }
}

/** Marks the customer's messages as read on the platform; what fails is only logged. */
export function markRead(instance: RunningInstance, chatExternalId: string, messages: MessageRecord[], log: Logger): void {
  if (!instance.record.behaviour.sendReadReceipts) return
  const keys = messages.flatMap((message) => (message.externalId === null ? [] : [{ externalId: message.externalId, participant: null }]))
  instance.channel.markRead(chatExternalId, keys, AbortSignal.timeout(15_000)).catch((error: unknown) => {
    log.debug({ instance: instance.record.name, error: errorMessage(error) }, 'messages could not be marked as read')
  })
}
