/** Answers that are given again, and how often that spares an agent the asking. */
import type { AnswerFigures, CacheHit } from '../../../../src-shared/contract/answer-cache.ts'
import type { CachedAnswerRecord, QuestionVector } from '../records.ts'
import type { Page } from './shared.ts'

/** What two questions must have in common, besides their words, to get the same answer. */
export interface AnswerScope {
  instanceName: string
  /** Of the agent with its settings: see `answer-cache/set-up.ts`. */
  setUp: string
  /** Of what the agent was told besides the question: see `answer-cache/eligible.ts`. */
  context: string
}

export interface AnswerCacheWrites {
  /**
   * Keeps it, unless there is an answer to that very question already that was kept since `since`. Of
   * an instance no more than `limit` stay: what has not been used for longest goes.
   */
  keepAnswer(answer: CachedAnswerRecord, vector: QuestionVector | null, since: string, limit: number): Promise<boolean>
  /** Counts one question of that day, and the use of the answer that it got; `asked`: it got none of these. */
  countAnswered(use: {
    instanceName: string
    day: string
    kind: CacheHit['kind'] | 'asked'
    answerId: string | null
    at: string
  }): Promise<void>
  /** Whose it was; null when it was gone. */
  forgetAnswer(id: string): Promise<{ instanceName: string } | null>
  forgetAnswers(instanceName: string): Promise<number>
  /** Deletes what was kept before that moment; how many there were. */
  expireAnswers(instanceName: string, beforeIso: string): Promise<number>
}

export interface AnswerCacheReads {
  /** The answer to exactly this (normalised) question. */
  findAnswer(scope: AnswerScope, question: string, since: string): Promise<CachedAnswerRecord | null>
  /** The answers to the nearest questions, nearest first, as far as they are no less alike than `threshold`. */
  similarAnswers(
    scope: AnswerScope,
    vector: QuestionVector,
    threshold: number,
    since: string,
    limit: number,
  ): Promise<{ answer: CachedAnswerRecord; score: number }[]>
  getCachedAnswer(id: string): Promise<CachedAnswerRecord | null>
  /** Newest first; those of these set-ups that were kept since. `query`: a part of question or answer. */
  listCachedAnswers(
    filter: { instanceName: string; setUps: string[]; since: string; query: string },
    page: { before?: string; limit: number },
  ): Promise<Page<CachedAnswerRecord>>
  countCachedAnswers(filter: { instanceName: string; setUps: string[]; since: string }): Promise<number>
  /** Both days included; days without questions are left out. */
  answeredByDay(instanceName: string, from: string, to: string): Promise<(AnswerFigures & { day: string })[]>
}
