/** "Typing…" while the agent thinks, and read marks: courtesies that must never hold up an answer. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { Logger } from '../../observe/logger.ts'
import { OVER } from '../../runtime/over.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { MessageRecord } from '../../storage/records.ts'

/** Platforms let "typing…" fade; it is shown again this often. */
const RENEW_MS = 8000
/**
 * What takes this long can be seen, and the agent has been asked by then: each courtesy is a call to the
 * platform, and together they take longer than all that has to happen before its request leaves.
 */
const GIVE_WAY_MS = 10

/** Shows typing until the returned function is called; not for an answer that is there at once. */
export function keepTyping(instance: RunningInstance, chatExternalId: string, timers: Timers, log: Logger): () => void {
  if (!instance.record.behaviour.showTyping) return () => {}
  const controller = new AbortController()
  let cancel = timers.after(GIVE_WAY_MS, show)
  function show(): void {
    instance.channel.setTyping(chatExternalId, true, controller.signal).catch((error: unknown) => {
      log.debug({ instance: instance.record.name, error: errorMessage(error) }, 'typing could not be shown')
    })
    cancel = timers.after(RENEW_MS, show)
  }
  return () => {
    cancel()
    controller.abort(OVER)
  }
}

/** Marks the customer's messages as read on the platform; what fails is only logged. */
export function markRead(instance: RunningInstance, chatExternalId: string, messages: MessageRecord[], timers: Timers, log: Logger): void {
  if (!instance.record.behaviour.sendReadReceipts) return
  const keys = messages.flatMap((message) => (message.externalId === null ? [] : [{ externalId: message.externalId, participant: null }]))
  timers.after(GIVE_WAY_MS, () => {
    instance.channel.markRead(chatExternalId, keys, AbortSignal.timeout(15_000)).catch((error: unknown) => {
      log.debug({ instance: instance.record.name, error: errorMessage(error) }, 'messages could not be marked as read')
    })
  })
}
