/**
 * Answers that no agent is asked for: those that the owner wrote, and those that an agent gave to the
 * same question before. Everything belongs to one instance and never leaves it. What is in the way
 * here (a failing server, a full disk) only means that the agent is asked.
 */
import type { AnswerFigures, CachedAnswer } from '../../../../src-shared/contract/answer-cache.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { AgentRegistry } from '../../agents/registry.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Logger } from '../../observe/logger.ts'
import { newId } from '../../runtime/ids.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Page, Storage } from '../../storage/port.ts'
import type { AnswerCacheUse, CachedAnswerRecord, InstanceRecord, MessageRecord, ToKeep } from '../../storage/records.ts'
import type { AgentProfiles } from '../profiles/service.ts'
import { type AgentSpend, dayOf } from '../spend/service.ts'
import { isWordsAlone } from './eligible.ts'
import { type FixedMatch, fixedAnswerFor, fixedAnswerOnTopic } from './fixed-answers.ts'
import { createLookUp, type Known, type LookedUp, type Question } from './look-up.ts'
import { setUpOf } from './set-up.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** More is not worth looking through: what is asked often stays. */
export const MAX_KEPT = 500
const NO_FIGURES: AnswerFigures = { asked: 0, exact: 0, similar: 0, fixed: 0 }

export interface AnswerCache {
  /** Does the instance answer anything without its agent? */
  isOn(record: InstanceRecord): boolean
  /** `topic`: what a rule of the instance found; null: by the phrases. */
  fixedAnswer(record: InstanceRecord, messages: MessageRecord[], text: string, topic: string | null): Known | null
  /** Null where answers are not kept. Never rejects; asks an embeddings server at most, for a bounded time. */
  lookUp(record: InstanceRecord, question: Question): Promise<LookedUp | null>
  /** The turn is over: it is counted, and `text` kept if it may be. Never rejects. */
  settle(instanceName: string, cacheUse: AnswerCacheUse | undefined, text: string | null): Promise<void>
  /** Keeps what a person has approved as it was. Never rejects. */
  keep(instanceName: string, toKeep: ToKeep | null, text: string): Promise<void>
  figures(record: InstanceRecord): Promise<{ today: AnswerFigures; week: AnswerFigures; month: AnswerFigures; kept: number }>
  list(record: InstanceRecord, query: string, page: { before?: string; limit: number }): Promise<Page<CachedAnswer>>
  get(id: string): Promise<CachedAnswer | null>
  forget(id: string): Promise<boolean>
  forgetAll(instanceName: string): Promise<number>
  /** Deletes what is past its time, of every instance. */
  expire(): Promise<number>
}

interface Options {
  storage: Pick<
    Storage,
    | 'findAnswer'
    | 'similarAnswers'
    | 'keepAnswer'
    | 'countAnswered'
    | 'answeredByDay'
    | 'listCachedAnswers'
    | 'countCachedAnswers'
    | 'getCachedAnswer'
    | 'forgetAnswer'
    | 'forgetAnswers'
    | 'expireAnswers'
  >
  profiles: Pick<AgentProfiles, 'list' | 'find' | 'configOf' | 'hideSecrets'>
  agents: AgentRegistry
  spend: Pick<AgentSpend, 'count'>
  instances: () => InstanceRecord[]
  bus: LiveBus
  log: Logger
  timers: Timers
}

export function createAnswerCache(options: Options): AnswerCache {
  const { storage, profiles, instances, bus, log, timers } = options
  const find = createLookUp(options)
  const iso = () => new Date(timers.now()).toISOString()
  const lifeMs = (record: InstanceRecord) => record.behaviour.answerCache.hours * HOUR_MS
  /** What was kept before is past its time. */
  const since = (record: InstanceRecord) => new Date(timers.now() - lifeMs(record)).toISOString()
  const changed = (instanceName: string) => bus.publish({ type: 'answers.changed', instanceName })
  const setUpsOf = ({ house }: InstanceRecord) => profiles.list().map((profile) => setUpOf(profile, house))
  const warn = (instanceName: string, error: unknown, what: string) =>
    log.warn({ instance: instanceName, error: errorMessage(error) }, what)

  const fixedGiven = ({ answer, detail }: FixedMatch): Known => ({
    text: answer.text,
    cacheHit: { kind: 'fixed', answerId: answer.id, question: answer.name, score: null },
    detail,
  })

  function sum(days: AnswerFigures[]): AnswerFigures {
    return days.reduce(
      (a, b) => ({ asked: a.asked + b.asked, exact: a.exact + b.exact, similar: a.similar + b.similar, fixed: a.fixed + b.fixed }),
      NO_FIGURES,
    )
  }

  async function keep(instanceName: string, toKeep: ToKeep | null, text: string): Promise<void> {
    const record = instances().find(({ name }) => name === instanceName)
    if (toKeep === null || record?.behaviour.answerCache.isOn !== true) return
    const { vector, ...answer } = toKeep
    const kept = { ...answer, id: newId(), instanceName, answer: text, uses: 0, lastUsedAt: null, keptAt: iso() }
    try {
      await storage.keepAnswer(kept, vector, since(record), MAX_KEPT)
      changed(instanceName)
    } catch (error) {
      warn(instanceName, error, 'an answer could not be kept')
    }
  }

  const toPanel = (record: InstanceRecord, answer: CachedAnswerRecord): CachedAnswer => ({
    id: answer.id,
    instanceName: answer.instanceName,
    question: answer.asked,
    answer: answer.answer,
    agentName: answer.agentName,
    traceId: answer.turnId,
    uses: answer.uses,
    lastUsedAt: answer.lastUsedAt,
    keptAt: answer.keptAt,
    expiresAt: new Date(Date.parse(answer.keptAt) + lifeMs(record)).toISOString(),
  })

  return {
    isOn: ({ behaviour: { answerCache } }) => answerCache.isOn || answerCache.fixed.some(({ isOn }) => isOn),

    fixedAnswer({ behaviour }, messages, text, topic) {
      if (!isWordsAlone(messages)) return null
      const { fixed } = behaviour.answerCache
      const match = topic === null ? fixedAnswerFor(fixed, text) : fixedAnswerOnTopic(fixed, topic, text)
      return match === null ? null : fixedGiven(match)
    },

    async lookUp(record, question) {
      if (!record.behaviour.answerCache.isOn) return null
      try {
        return await find(record, question, since(record))
      } catch (error) {
        warn(record.name, error, 'the remembered answers could not be searched')
        return { found: null, toKeep: null, detail: 'The remembered answers could not be searched.' }
      }
    },

    keep,

    async settle(instanceName, cacheUse, text) {
      if (cacheUse === undefined) return
      const { hit, toKeep } = cacheUse
      const use = { instanceName, day: dayOf(timers.now()), at: iso() }
      try {
        const answerId = hit === null || hit.kind === 'fixed' ? null : hit.answerId
        await Promise.all([
          storage.countAnswered({ ...use, kind: hit?.kind ?? 'asked', answerId }),
          text === null ? null : keep(instanceName, toKeep, text),
        ])
        changed(instanceName)
      } catch (error) {
        warn(instanceName, error, 'an answered question could not be counted')
      }
    },

    async figures(record) {
      const day = (ago: number) => dayOf(timers.now() - ago * DAY_MS)
      const [days, kept] = await Promise.all([
        storage.answeredByDay(record.name, day(29), day(0)),
        storage.countCachedAnswers({ instanceName: record.name, setUps: setUpsOf(record), since: since(record) }),
      ])
      const from = (first: string) => sum(days.filter((one) => one.day >= first))
      return { today: from(day(0)), week: from(day(6)), month: from(day(29)), kept }
    },

    async list(record, query, page) {
      const filter = { instanceName: record.name, setUps: setUpsOf(record), since: since(record), query: query.trim() }
      const { items, nextBefore } = await storage.listCachedAnswers(filter, page)
      return { items: items.map((item) => toPanel(record, item)), nextBefore }
    },

    async get(id) {
      const answer = await storage.getCachedAnswer(id)
      const record = instances().find(({ name }) => name === answer?.instanceName)
      if (answer === null || record === undefined) return null
      const isGiven = answer.keptAt >= since(record) && setUpsOf(record).includes(answer.setUp)
      return isGiven ? toPanel(record, answer) : null
    },

    async forget(id) {
      const gone = await storage.forgetAnswer(id)
      if (gone !== null) changed(gone.instanceName)
      return gone !== null
    },

    async forgetAll(instanceName) {
      const count = await storage.forgetAnswers(instanceName)
      changed(instanceName)
      return count
    },

    async expire() {
      let count = 0
      for (const record of instances()) count += await storage.expireAnswers(record.name, since(record))
      return count
    },
  }
}
