/**
 * Files put into words once they are stored, behind the acknowledged path: for the agent, and for
 * whoever would rather read than listen. What waits is in the database, so that a restart goes on
 * with it; what is ready stays, so that nothing is heard, or paid, twice.
 *
 * Known limits: a process that dies between a server's answer and the commit of it asks again.
 */
import { createHash } from 'node:crypto'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { LiveEvents } from '../../live/events.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { MediaTextKind, MediaTextOutcome, Storage } from '../../storage/port.ts'
import type { MessageRecord } from '../../storage/records.ts'
import { mediaTextKindOf } from './kind.ts'
import type { Heard } from './transcribe.ts'

/** One slow server of one tenant delays nobody of another. */
const PARALLEL_PER_INSTANCE = 2
const MAX_ATTEMPTS = 3
const FIRST_RETRY_MS = 1000

/** What reads a file of one kind. */
export type ReadFile = (
  instance: RunningInstance['record'],
  message: MessageRecord,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
) => Promise<Heard>

export interface MediaTextService {
  /** Takes up what the last run left. */
  start(): Promise<void>
  stop(): Promise<void>
  /** This message came in: its file is wanted in words, if the instance is set up for that. */
  notice(instance: RunningInstance, message: MessageRecord): void
  /** The file of this message is here, or never will be. */
  fileSettled(message: MessageRecord): void
  /** A person wants it, for the first time or again. Throws OmniError where that cannot be. */
  read(messageId: string): Promise<MessageRecord>
  /** Resolves when nothing of these messages is under way (any more), or after `waitMs`. */
  whenRead(messageIds: string[], waitMs: number): Promise<'done' | 'late'>
}

interface Job {
  messageId: string
  instanceName: string
  kind: MediaTextKind
  attempts: number
}

interface Options {
  storage: Storage
  instances: Pick<InstanceService, 'find' | 'get'>
  readers: Record<MediaTextKind, ReadFile>
  liveEvents: LiveEvents
  log: Logger
  timers: Timers
}

export function createMediaTextService({ storage, instances, readers, liveEvents, log, timers }: Options): MediaTextService {
  const stopping = new AbortController()
  /** Everything that waits or is under way, by its message. */
  const jobs = new Map<string, Job>()
  const lines = new Map<string, { waiting: Job[]; running: number }>()
  const listeners = new Map<string, Set<() => void>>()
  /** Files that are being read: an identical one waits for what comes of it. */
  const beingRead = new Map<string, Promise<unknown>>()
  const underWay = new Set<Promise<void>>()

  function lineUp(job: Job): void {
    const line = lines.get(job.instanceName) ?? { waiting: [], running: 0 }
    lines.set(job.instanceName, line)
    if (!line.waiting.includes(job)) line.waiting.push(job)
    while (line.running < PARALLEL_PER_INSTANCE && !stopping.signal.aborted) {
      const next = line.waiting.shift()
      if (next === undefined) break
      line.running += 1
      const work = run(next)
        .catch((error: unknown) => {
          log.error({ instance: next.instanceName, error: errorMessage(error) }, 'a file could not be put into words')
          end(next)
        })
        .finally(() => {
          line.running -= 1
          underWay.delete(work)
          const [first] = line.waiting
          if (first !== undefined) lineUp(first)
        })
      underWay.add(work)
    }
  }

  function end({ messageId }: Job): void {
    jobs.delete(messageId)
    for (const resolve of listeners.get(messageId) ?? []) resolve()
    listeners.delete(messageId)
  }

  async function settle(job: Job, outcome: MediaTextOutcome): Promise<void> {
    const changed = await storage.settleMediaText(job.messageId, outcome)
    if (changed !== null) liveEvents.message(changed.message)
    end(job)
  }

  async function run(job: Job): Promise<void> {
    const instance = instances.find(job.instanceName)
    const message = await storage.getMessage(job.messageId)
    // Its file comes back to us by `fileSettled`.
    if (message?.media?.isFetching === true) return
    if (instance === null || message?.media == null || message.revokedAt !== null)
      return settle(job, { state: 'failed', problem: 'The message was deleted.' })
    const stored = message.media.id === null ? null : await storage.readMedia(message.media.id)
    if (stored === null) return settle(job, { state: 'failed', problem: message.media.problem ?? 'The file is not here (any more).' })

    const bytes = new Uint8Array(stored.bytes)
    const fileHash = createHash('sha256').update(bytes).digest('hex')
    const key = `${job.instanceName} ${fileHash}`
    while (beingRead.has(key)) await beingRead.get(key)
    const reading = readOnce(job, instance, message, bytes, fileHash).finally(() => beingRead.delete(key))
    beingRead.set(
      key,
      reading.catch(() => {}),
    )
    return reading
  }

  async function readOnce(
    job: Job,
    { record }: RunningInstance,
    message: MessageRecord,
    bytes: Uint8Array<ArrayBuffer>,
    fileHash: string,
  ): Promise<void> {
    const known = await storage.findMediaText(record.name, fileHash)
    if (known !== null) return settle(job, { state: 'ready', fileHash, ...known })
    const heard = await readers[job.kind](record, message, bytes, stopping.signal)
    // Cut short by a stopping hub: the next start goes on with it.
    if (stopping.signal.aborted && heard.state !== 'ready') return
    if (heard.state === 'ready') {
      const { count, text, isShortened, by, language } = heard
      // One after the other in one commit: what was paid for is there, and is counted.
      await Promise.all([settle(job, { state: 'ready', fileHash, text, isShortened, by, language }), count?.()])
      return
    }
    job.attempts += 1
    if (heard.state === 'failed' || job.attempts >= MAX_ATTEMPTS) return settle(job, { state: 'failed', problem: heard.problem })
    log.debug({ instance: record.name, attempt: job.attempts, problem: heard.problem }, 'a file could not be put into words yet')
    timers.after(FIRST_RETRY_MS * 4 ** (job.attempts - 1), () => lineUp(job))
  }

  /** Null when there is nothing to be read. */
  async function request(job: Job, again: boolean): Promise<MessageRecord | null> {
    jobs.set(job.messageId, job)
    const { messageId, kind } = job
    try {
      const changed = await storage.requestMediaText({ messageId, kind, again, at: new Date(timers.now()).toISOString() })
      const isWaiting = changed?.message.media?.mediaText?.state === 'waiting'
      if (isWaiting) {
        liveEvents.message(changed.message)
        lineUp(job)
      } else end(job)
      return changed?.message ?? null
    } catch (error) {
      end(job)
      throw error
    }
  }

  return {
    async start() {
      for (const waiting of await storage.waitingMediaTexts()) {
        const job: Job = { ...waiting, attempts: 0 }
        jobs.set(job.messageId, job)
        lineUp(job)
      }
    },
    async stop() {
      stopping.abort()
      for (const waiters of listeners.values()) for (const resolve of [...waiters]) resolve()
      await Promise.allSettled(underWay)
    },
    notice({ record }, message) {
      const kind = mediaTextKindOf(record, message)
      if (kind === null || jobs.has(message.id) || stopping.signal.aborted) return
      request({ messageId: message.id, instanceName: record.name, kind, attempts: 0 }, false).catch((error: unknown) =>
        log.error({ instance: record.name, error: errorMessage(error) }, 'a file could not be noted to be put into words'),
      )
    },
    fileSettled(message) {
      const job = jobs.get(message.id)
      if (job !== undefined) lineUp(job)
    },
    async read(messageId) {
      const message = await storage.getMessage(messageId)
      if (message?.media == null) throw new OmniError('not_found', 'This message no longer exists.')
      const { record } = instances.get(message.instanceName)
      const kind = mediaTextKindOf(record, message)
      if (kind === null) throw new OmniError('conflict', 'This account is not set up to put such files into words.')
      if (message.media.id === null && message.media.isFetching !== true)
        throw new OmniError('conflict', 'The file is not here (any more).')
      if (jobs.has(messageId)) return message
      return (await request({ messageId, instanceName: record.name, kind, attempts: 0 }, true)) ?? message
    },
    async whenRead(messageIds, waitMs) {
      const awaited = messageIds.filter((id) => jobs.has(id))
      if (awaited.length === 0) return 'done'
      const { promise, resolve } = Promise.withResolvers<'done' | 'late'>()
      const cancel = timers.after(waitMs, () => resolve('late'))
      const ends = awaited.map(
        (id) =>
          new Promise<void>((ended) => {
            const waiters = listeners.get(id) ?? new Set()
            listeners.set(id, waiters.add(ended))
          }),
      )
      void Promise.all(ends).then(() => resolve('done'))
      return promise.finally(cancel)
    },
  }
}
