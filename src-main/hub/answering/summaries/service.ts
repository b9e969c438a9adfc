/**
 * Writes the summaries of what agents are no longer told word by word, behind their answers: no
 * customer ever waits for one, and no customer ever notices one that could not be written. The
 * former one then stays, and the agent that should have written says so on its page.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import { AgentBreakers } from '../../agents/breaker.ts'
import { callAgent } from '../../agents/call.ts'
import { loneQuestion } from '../../agents/lone-question.ts'
import type { AgentUsage } from '../../agents/port.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Logger } from '../../observe/logger.ts'
import { newId } from '../../runtime/ids.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord, InstanceRecord, MessageRecord, SummaryRecord } from '../../storage/records.ts'
import { saidBefore } from '../message-words.ts'
import type { AgentProfiles } from '../profiles/service.ts'
import type { AgentSpend } from '../spend/service.ts'
import { LOOK_BACK, nextBatch, tellsHistory } from './window.ts'
import { readSummary, summaryQuestion } from './writing.ts'

/** Customers come first: a rush of answers is followed by their summaries, not accompanied. */
const AT_ONCE = 2
const TIMEOUT_MS = 60_000
/** A writer that failed is not asked with every answer. */
const PAUSE_AFTER_FAILURE_MS = 10 * 60_000
/** Somebody may want one back. */
const KEPT_FORGOTTEN = 50

interface Options {
  storage: Pick<Storage, 'getSummary' | 'saveSummary' | 'forgetSummary' | 'history' | 'mediaTextOf' | 'getConversation'>
  profiles: Pick<AgentProfiles, 'find' | 'configOf' | 'noteCall' | 'hideSecrets'>
  agents: AgentRegistry
  spend: Pick<AgentSpend, 'count' | 'reached'>
  bus: LiveBus
  log: Logger
  now: () => number
}

export interface Answered {
  record: InstanceRecord
  conversationId: string
  /** What writing costs is counted there. */
  turnId: string
  contactId: string | null
  /** Who answered. */
  profileId: string
}

export interface Summaries {
  /** The conversation has a new session with this message: what was summarized is none of its business. */
  beginAfter(conversationId: string, uptoSeq: number): void
  /** An agent has answered: what has left its history meanwhile is summarized, if it is enough. */
  renewSoon(answered: Answered): void
  get(conversationId: string): Promise<SummaryRecord | null>
  /** What it said is no longer told. False when there was nothing (any more). */
  forget(conversationId: string): Promise<boolean>
  /** Takes {@link forget} back. False when it is too late: there is a newer one, or the program was restarted. */
  bringBack(conversationId: string): Promise<boolean>
  /** Resolves when nothing is being written. */
  idle(): Promise<void>
  stop(): Promise<void>
}

export function createSummaries({ storage, profiles, agents, spend, bus, log, now }: Options): Summaries {
  const stopped = new AbortController()
  // Breakers of its own: a summary that fails must not keep the agent from customers.
  const breakers = new AgentBreakers()
  /** By conversation: the newest answer counts. */
  const waiting = new Map<string, Answered>()
  const running = new Map<string, Promise<void>>()
  const pausedUntilMs = new Map<string, number>()
  const forgotten = new Map<string, SummaryRecord>()
  const iso = () => new Date(now()).toISOString()

  /** Who is to write for this agent; null when nobody is, or the one named does not write. */
  function writerFor(profileId: string): AgentProfileRecord | null {
    const profile = profiles.find(profileId)
    if (profile === null || !profile.flags.summarizes) return null
    const chosen = profile.flags.summaryProfileId === null ? null : profiles.find(profile.flags.summaryProfileId)
    const writer = chosen ?? profile
    // It answers from fixed texts.
    return writer.kind === 'house' ? null : writer
  }

  /** Extends the summary by one batch. True when there may be more to do. */
  async function extend({ record, conversationId, turnId, contactId, profileId }: Answered): Promise<boolean> {
    const writer = writerFor(profileId)
    const limits = record.behaviour.context
    if (writer === null || !tellsHistory(limits) || spend.reached(record.name) !== null) return false
    if ((pausedUntilMs.get(writer.id) ?? 0) > now()) return false
    const conversation = await storage.getConversation(conversationId)
    if (conversation === null) return false
    const [former, earlier] = await Promise.all([
      storage.getSummary(conversation.id),
      saidBefore(storage, conversation.id, Number.MAX_SAFE_INTEGER, limits.messages + LOOK_BACK, record.behaviour),
    ])
    const window = { limits, from: conversation.contextFrom, nowMs: now(), uptoSeq: former?.uptoSeq ?? null }
    const batch = nextBatch(earlier, window)
    const last = batch?.at(-1)
    if (batch === null || last === undefined) return false
    const written = await write(writer, record, former?.text ?? '', batch, (usage) =>
      spend.count({ id: turnId, instanceName: record.name, contactId }, writer, usage),
    )
    if (written === null) return false
    const isSaved = await storage.saveSummary(
      {
        conversationId: conversation.id,
        text: written,
        uptoSeq: last.seq,
        messageCount: (former?.messageCount ?? 0) + batch.length,
        writtenBy: writer.name,
        writtenAt: iso(),
      },
      { revision: former?.revision ?? 0, contextFrom: conversation.contextFrom },
    )
    if (isSaved) bus.publish({ type: 'inbox.changed', what: 'summary', conversationId: conversation.id })
    return isSaved
  }

  /** Null when there is none, which is noted with the agent. */
  async function write(
    writer: AgentProfileRecord,
    record: InstanceRecord,
    former: string,
    batch: MessageRecord[],
    onUse: (usage: AgentUsage) => Promise<void>,
  ): Promise<string | null> {
    const config = profiles.configOf(writer.id, record.house)
    const limited = { ...config, timeoutMs: Math.min(config.timeoutMs, TIMEOUT_MS), replies: null }
    const instance = { id: record.id, name: record.name, channel: record.channel }
    const request = loneQuestion(newId(), instance, 'summary', summaryQuestion(former, batch))
    const result = await callAgent(backendFor(agents, config.kind), request, limited, { breakers, signal: stopped.signal })
    if (!result.ok && result.code === 'cancelled') return null
    if (result.ok && result.usage !== null) await onUse(result.usage)
    const text = result.ok ? readSummary(result.text) : null
    if (text !== null) {
      profiles.noteCall(writer.id, null)
      return text
    }
    const why = result.ok
      ? 'It was asked for a summary of an older conversation and answered something else. The former summary stays.'
      : profiles.hideSecrets(writer.id, `It could not write the summary of an older conversation: ${result.message}`)
    pausedUntilMs.set(writer.id, now() + PAUSE_AFTER_FAILURE_MS)
    profiles.noteCall(writer.id, why)
    log.warn({ agent: writer.id, instance: record.name, error: why }, 'a summary could not be written')
    return null
  }

  async function work(job: Answered): Promise<void> {
    try {
      while (!stopped.signal.aborted && (await extend(job))) {
        // What is still too much for one call goes into the next.
      }
    } catch (error) {
      if (!stopped.signal.aborted) log.error({ error: errorMessage(error) }, 'a summary could not be kept')
    }
  }

  function next(): void {
    for (const [conversationId, job] of waiting) {
      if (running.size >= AT_ONCE || stopped.signal.aborted) return
      if (running.has(conversationId)) continue
      waiting.delete(conversationId)
      const done = work(job).finally(() => {
        running.delete(conversationId)
        next()
      })
      running.set(conversationId, done)
    }
  }

  return {
    beginAfter(conversationId, uptoSeq) {
      // Not waited for: what the turn writes later is applied after it.
      storage
        .forgetSummary(conversationId, uptoSeq, iso())
        .then((hadOne) => hadOne && bus.publish({ type: 'inbox.changed', what: 'summary', conversationId }))
        .catch((error: unknown) => log.error({ error: errorMessage(error) }, 'a summary could not be dropped'))
    },
    renewSoon(answered) {
      if (stopped.signal.aborted || writerFor(answered.profileId) === null) return
      waiting.set(answered.conversationId, answered)
      next()
    },
    async get(conversationId) {
      const kept = await storage.getSummary(conversationId)
      return kept === null || kept.text === '' ? null : kept
    },
    async forget(conversationId) {
      const kept = await storage.getSummary(conversationId)
      const hadOne = await storage.forgetSummary(conversationId, null, iso())
      if (!hadOne || kept === null) return false
      forgotten.set(kept.conversationId, kept)
      const [oldest] = forgotten.keys()
      if (forgotten.size > KEPT_FORGOTTEN && oldest !== undefined) forgotten.delete(oldest)
      bus.publish({ type: 'inbox.changed', what: 'summary', conversationId })
      return true
    },
    async bringBack(conversationId) {
      const conversation = await storage.getConversation(conversationId)
      const before = forgotten.get(conversation?.id ?? '')
      if (conversation === null || before === undefined) return false
      forgotten.delete(conversation.id)
      const { revision, ...summary } = before
      const isBack = await storage.saveSummary(summary, { revision: revision + 1, contextFrom: conversation.contextFrom })
      if (isBack) bus.publish({ type: 'inbox.changed', what: 'summary', conversationId })
      return isBack
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
    async stop() {
      stopped.abort()
      waiting.clear()
      await Promise.all(running.values())
    },
  }
}
