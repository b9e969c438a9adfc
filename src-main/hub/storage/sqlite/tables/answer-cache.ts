/** Answers that are given again. An instance has some hundreds at most, so the nearest one is found by looking at each. */

import type { AnswerCacheReads, AnswerCacheWrites } from '../../port/answer-cache.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { CachedAnswerRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { keptAnswers } from '../schema/agents.ts'
import type { Row } from '../schema/row.ts'
import { cursor, like, page, readCursor } from './pages.ts'
import { where } from './where.ts'

type KeptAnswer = Row<typeof keptAnswers>
type KeptAnswerRow = Omit<KeptAnswer, 'vector_model' | 'vector'>

const COLUMNS = `seq, id, instance_name, set_up, context, question, asked, answer, agent_profile_id, agent_name, message_id, turn_id,
  uses, last_used_at, kept_at`

function toKeptAnswer(row: KeptAnswerRow): CachedAnswerRecord {
  return {
    id: row.id,
    instanceName: row.instance_name,
    setUp: row.set_up,
    context: row.context,
    question: row.question,
    asked: row.asked,
    answer: row.answer,
    agentProfileId: row.agent_profile_id,
    agentName: row.agent_name,
    messageId: row.message_id,
    turnId: row.turn_id,
    uses: row.uses,
    lastUsedAt: row.last_used_at,
    keptAt: row.kept_at,
  }
}

export function answerCacheWrites(db: Statements): Sync<Pick<StorageWrites, keyof AnswerCacheWrites>> {
  const messageExists = db.prepare<[string], { id: string }>('SELECT id FROM messages WHERE id = ? AND revoked_at IS NULL')
  const keep = db.prepare(
    `INSERT INTO kept_answers (id, instance_name, set_up, context, question, asked, answer, agent_profile_id, agent_name, message_id, turn_id,
       uses, last_used_at, kept_at, vector_model, vector)
     VALUES ($id, $instanceName, $setUp, $context, $question, $asked, $answer, $agentProfileId, $agentName, $messageId, $turnId,
       $uses, $lastUsedAt, $keptAt, $vectorModel, $vector)
     ON CONFLICT (instance_name, set_up, context, question) DO UPDATE SET id = excluded.id, asked = excluded.asked, answer = excluded.answer,
       agent_profile_id = excluded.agent_profile_id, agent_name = excluded.agent_name, message_id = excluded.message_id,
       turn_id = excluded.turn_id, uses = excluded.uses, last_used_at = excluded.last_used_at, kept_at = excluded.kept_at,
       vector_model = excluded.vector_model, vector = excluded.vector
     WHERE kept_at < $since`,
  )
  const evict = db.prepare(
    `DELETE FROM kept_answers WHERE seq IN (
       SELECT seq FROM kept_answers WHERE instance_name = ? ORDER BY coalesce(last_used_at, kept_at) DESC, seq DESC LIMIT -1 OFFSET ?)`,
  )
  const count = db.prepare(
    `INSERT INTO answered_days (instance_name, day, asked, exact, similar, fixed) VALUES ($instanceName, $day, 1, $exact, $similar, $fixed)
     ON CONFLICT DO UPDATE SET asked = asked + 1, exact = exact + excluded.exact, similar = similar + excluded.similar,
       fixed = fixed + excluded.fixed`,
  )
  const use = db.prepare('UPDATE kept_answers SET uses = uses + 1, last_used_at = ? WHERE id = ? AND instance_name = ?')
  const forget = db.prepare<[string], Pick<KeptAnswer, 'instance_name'>>('DELETE FROM kept_answers WHERE id = ? RETURNING instance_name')
  const forgetAll = db.prepare('DELETE FROM kept_answers WHERE instance_name = ?')
  const expire = db.prepare('DELETE FROM kept_answers WHERE instance_name = ? AND kept_at < ?')
  return {
    keepAnswer(answer, vector, since, limit) {
      // What was taken back or deleted meanwhile is not remembered.
      if (answer.messageId !== null && messageExists.get(answer.messageId) === undefined) return false
      const { values } = vector ?? {}
      const kept = keep.run({
        ...answer,
        since,
        vectorModel: vector?.model ?? null,
        vector: values === undefined ? null : Buffer.from(values.buffer, values.byteOffset, values.byteLength),
      })
      evict.run(answer.instanceName, limit)
      return kept.changes > 0
    },
    countAnswered({ instanceName, day, kind, answerId, at }) {
      const one = (which: typeof kind) => Number(kind === which)
      count.run({ instanceName, day, exact: one('exact'), similar: one('similar'), fixed: one('fixed') })
      if (answerId !== null) use.run(at, answerId, instanceName)
    },
    forgetAnswer(id) {
      const gone = forget.get(id)
      return gone === undefined ? null : { instanceName: gone.instance_name }
    },
    forgetAnswers: (instanceName) => forgetAll.run(instanceName).changes,
    expireAnswers: (instanceName, beforeIso) => expire.run(instanceName, beforeIso).changes,
  }
}

/** A row's vector as numbers; copied where the bytes do not lie as the machine wants them. */
function valuesOf(bytes: Buffer): Float32Array {
  const isAligned = bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0
  const { buffer, byteOffset, byteLength } = isAligned ? bytes : Uint8Array.from(bytes)
  return new Float32Array(buffer, byteOffset, byteLength / Float32Array.BYTES_PER_ELEMENT)
}

/** The cosine of two points of length 1. */
function alike(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return Math.min(1, sum)
}

type Kept = Parameters<AnswerCacheReads['countCachedAnswers']>[0]
type ListedKept = Parameters<AnswerCacheReads['listCachedAnswers']>[0] & { before: string | undefined; limit: number }

const KEPT: Kept = { instanceName: 'shop', setUps: ['one', 'other'], since: '2026-03-14' }

export function answerCacheReads(db: Statements): Sync<Pick<StorageReads, keyof AnswerCacheReads>> {
  const find = db.prepare<unknown[], KeptAnswerRow>(
    `SELECT ${COLUMNS} FROM kept_answers WHERE instance_name = ? AND set_up = ? AND context = ? AND question = ? AND kept_at >= ?`,
  )
  const vectors = db.prepare<unknown[], { seq: number; vector: Buffer }>(
    `SELECT seq, vector FROM kept_answers
     WHERE instance_name = ? AND set_up = ? AND context = ? AND vector_model = ? AND kept_at >= ?`,
  )
  const bySeq = db.prepare<[number], KeptAnswerRow>(`SELECT ${COLUMNS} FROM kept_answers WHERE seq = ?`)
  const byId = db.prepare<[string], KeptAnswerRow>(`SELECT ${COLUMNS} FROM kept_answers WHERE id = ?`)
  const days = db.prepare<[string, string, string], { day: string; asked: number; exact: number; similar: number; fixed: number }>(
    'SELECT day, asked, exact, similar, fixed FROM answered_days WHERE instance_name = ? AND day >= ? AND day <= ? ORDER BY day',
  )
  const scopeOf = ({ instanceName, setUps, since }: Kept) =>
    where([
      ['instance_name = ?', instanceName],
      [`set_up IN (${setUps.map(() => '?').join(', ')})`, ...setUps],
      ['kept_at >= ?', since],
    ])
  const listed = db.compose<ListedKept, KeptAnswerRow>(
    [
      { ...KEPT, query: '', before: undefined, limit: 1 },
      { ...KEPT, query: 'hours', before: cursor('2026-03-14', 1), limit: 1 },
    ],
    ({ query, before, limit, ...filter }) => {
      const [keptAt, seq] = readCursor(before) ?? []
      const scope = where(
        [
          query !== '' && ["(asked LIKE ? ESCAPE '\\' OR answer LIKE ? ESCAPE '\\')", like(query), like(query)],
          keptAt !== undefined && seq !== undefined && ['(kept_at, seq) < (?, ?)', keptAt, seq],
        ],
        scopeOf(filter),
      )
      return {
        sql: `SELECT ${COLUMNS} FROM kept_answers ${scope.sql} ORDER BY kept_at DESC, seq DESC LIMIT ?`,
        params: [...scope.params, limit + 1],
      }
    },
  )
  const counted = db.compose<Kept, { n: number }>([KEPT], (filter) => {
    const { sql, params } = scopeOf(filter)
    return { sql: `SELECT count(*) AS n FROM kept_answers ${sql}`, params }
  })
  return {
    findAnswer({ instanceName, setUp, context }, question, since) {
      const row = find.get(instanceName, setUp, context, question, since)
      return row === undefined ? null : toKeptAnswer(row)
    },
    similarAnswers({ instanceName, setUp, context }, { model, values }, threshold, since, limit) {
      return vectors
        .all(instanceName, setUp, context, model, since)
        .flatMap(({ seq, vector }) => {
          const other = valuesOf(vector)
          return other.length === values.length ? [{ seq, score: alike(values, other) }] : []
        })
        .filter(({ score }) => score >= threshold)
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
        .flatMap(({ seq, score }) => {
          const row = bySeq.get(seq)
          return row === undefined ? [] : [{ answer: toKeptAnswer(row), score }]
        })
    },
    getCachedAnswer(id) {
      const row = byId.get(id)
      return row === undefined ? null : toKeptAnswer(row)
    },
    listCachedAnswers: (filter, { before, limit }) =>
      page(listed.all({ ...filter, before, limit }), limit, toKeptAnswer, (row) => cursor(row.kept_at, row.seq)),
    countCachedAnswers: (filter) => counted.get(filter)?.n ?? 0,
    answeredByDay: (instanceName, from, to) => days.all(instanceName, from, to),
  }
}
