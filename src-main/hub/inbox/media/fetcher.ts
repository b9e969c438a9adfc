/**
 * Fetches the files of messages after the messages are durable, so that a large file delays nobody's
 * receipt: a few at a time, bounded in size and time, tried again for a while, through restarts.
 */
import { type ErrorCode, errorCode, errorMessage } from '../../../../src-shared/errors.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { AwaitedMedia, MediaOutcome, Storage } from '../../storage/port.ts'
import type { MessageRecord } from '../../storage/records.ts'
import { trueKind } from './true-kind.ts'

const PARALLEL = 3
const MAX_ATTEMPTS = 8
/** 2 s, 8 s, half a minute, two minutes, …: many platforms have a file a few seconds after its message. */
const FIRST_RETRY_MS = 2000
const RETRY_FACTOR = 4
const MAX_RETRY_MS = 15 * 60_000
const MEGABYTE = 1024 * 1024
/** An answer waits so long for the files that it is about. */
const ANSWER_WAITS_MS = 20_000

export interface MediaFetcher {
  /** New media may be waiting. */
  notice(): void
  /** Resolves when the file of this message is here or given up, or after the time that an answer may wait. */
  whenSettled(messageId: string): Promise<void>
  stop(): Promise<void>
}

interface Options {
  storage: Storage
  instances: Pick<InstanceService, 'find'>
  liveEvents: LiveEvents
  log: Logger
  timers: Timers
  maxBytes: number
  timeoutMs: number
  /** The file of this message is here, or given up. */
  onSettled: (message: MessageRecord) => void
}

export function createMediaFetcher({ storage, instances, liveEvents, log, timers, maxBytes, timeoutMs, onSettled }: Options): MediaFetcher {
  const underWay = new Map<string, Promise<void>>()
  const waiting = new Map<string, Set<() => void>>()
  const stopping = new AbortController()
  let cancelNextLook = () => {}
  let isLooking = false
  let isStale = false
  const iso = (ms = timers.now()) => new Date(ms).toISOString()

  const tooLarge = (bytes: number) =>
    `The file is not fetched: with ${Math.ceil(bytes / MEGABYTE)} MB it is larger than the ${Math.round(maxBytes / MEGABYTE)} MB that are allowed.`

  const FINAL: Partial<Record<ErrorCode, string>> = {
    not_found: 'The platform does not have the file any more.',
    too_large: `The file is not fetched: it is larger than the ${Math.round(maxBytes / MEGABYTE)} MB that are allowed.`,
    invalid_response: 'The file arrived damaged and was not kept.',
    unsupported: 'The file cannot be fetched.',
    forbidden: 'The file is at an address of this computer or its network, where Omni fetches nothing.',
  }

  async function fetchOne(item: AwaitedMedia): Promise<MediaOutcome | 'later'> {
    const instance = instances.find(item.instanceName)
    if (instance?.channel.fetchMedia === undefined) return { state: 'given_up', problem: 'The file cannot be fetched.', canRetry: false }
    // What says itself that it is too large need not be looked at.
    if (item.sizeBytes !== null && item.sizeBytes > maxBytes)
      return { state: 'given_up', problem: tooLarge(item.sizeBytes), canRetry: false }
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)])
    try {
      const bytes = await instance.channel.fetchMedia(item.source, { maxBytes, signal })
      return { state: 'stored', bytes, ...(await trueKind(bytes, item)), at: iso() }
    } catch (error) {
      const canRetry = errorCode(error) === 'not_found'
      const ofPlatform = canRetry ? instance.driver.texts?.fileGone : undefined
      const problem = ofPlatform ?? FINAL[errorCode(error)]
      if (problem !== undefined) return { state: 'given_up', problem, canRetry }
      log.debug({ instance: item.instanceName, attempt: item.attempts + 1, error: errorMessage(error) }, 'a file could not be fetched')
      if (item.attempts + 1 < MAX_ATTEMPTS) return 'later'
      return { state: 'given_up', problem: 'The file could not be fetched.', canRetry: true }
    }
  }

  async function work(item: AwaitedMedia): Promise<void> {
    const outcome = await fetchOne(item)
    // A stopping hub cut it short: the next start goes on with it.
    if (stopping.signal.aborted) return
    if (outcome === 'later') {
      await storage.postponeMedia(
        item.messageId,
        iso(timers.now() + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * RETRY_FACTOR ** item.attempts)),
      )
      return
    }
    const settled = await storage.settleMedia(item.messageId, outcome)
    if (settled !== null) {
      liveEvents.message(settled.message)
      onSettled(settled.message)
    }
    for (const resolve of waiting.get(item.messageId) ?? []) resolve()
  }

  async function look(): Promise<void> {
    if (isLooking || stopping.signal.aborted) {
      isStale = true
      return
    }
    isLooking = true
    cancelNextLook()
    try {
      const due = await storage.awaitedMedia(iso(), PARALLEL * 2)
      for (const item of due) {
        if (underWay.size >= PARALLEL) break
        if (underWay.has(item.messageId)) continue
        const done = work(item)
          .catch((error: unknown) => log.warn({ error: errorMessage(error) }, 'a fetched file could not be stored'))
          .finally(() => {
            underWay.delete(item.messageId)
            void look()
          })
        underWay.set(item.messageId, done)
      }
      const next = await storage.nextMediaAt(iso())
      if (next !== null) cancelNextLook = timers.after(Math.max(1, Date.parse(next) - timers.now()), () => void look())
    } catch (error) {
      log.warn({ error: errorMessage(error) }, 'the list of files to fetch could not be read')
    }
    isLooking = false
    if (!isStale) return
    isStale = false
    await look()
  }

  return {
    notice: () => void look(),
    whenSettled(messageId) {
      return new Promise((resolve) => {
        const waiters = waiting.get(messageId) ?? new Set()
        const done = () => {
          cancel()
          waiters.delete(done)
          if (waiters.size === 0) waiting.delete(messageId)
          resolve()
        }
        const cancel = timers.after(ANSWER_WAITS_MS, done)
        waiters.add(done)
        waiting.set(messageId, waiters)
        // It may have been settled before anybody waited.
        storage.getMessage(messageId).then((message) => message?.media?.isFetching !== true && done(), done)
      })
    },
    async stop() {
      stopping.abort()
      cancelNextLook()
      for (const waiters of waiting.values()) for (const resolve of [...waiters]) resolve()
      await Promise.allSettled(underWay.values())
    },
  }
}
