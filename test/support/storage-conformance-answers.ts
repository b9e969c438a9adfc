/** What any storage adapter does with answers that are given again. */
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import type { CachedAnswerRecord, QuestionVector } from '../../src-main/hub/storage/records.ts'
import { AT, answeredAt, inbound, later, nextId, plan, planned, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const SCOPE = { instanceName: 'shop', setUp: 'sofia', context: '' }
const ALL = { setUps: ['sofia'], since: AT, query: '' }

function answer(question: string, changes: Partial<CachedAnswerRecord> = {}): CachedAnswerRecord {
  return {
    ...SCOPE,
    id: nextId('answer'),
    question,
    asked: `${question}?`,
    answer: `Answer to ${question}.`,
    agentProfileId: 'sofia',
    agentName: 'Sofia',
    messageId: null,
    turnId: null,
    uses: 0,
    lastUsedAt: null,
    keptAt: AT,
    ...changes,
  }
}

/** A direction in a plane, in degrees. */
function towards(degrees: number, model = 'small'): QuestionVector {
  const angle = (degrees * Math.PI) / 180
  return { model, values: Float32Array.of(Math.cos(angle), Math.sin(angle)) }
}

export function describeAnswerStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name}: kept answers`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop', 'clinic'], (given) => {
      under = given
      storage = given.storage
    })
    const questions = async (filter = {}) =>
      (await storage.listCachedAnswers({ instanceName: 'shop', ...ALL, ...filter }, { limit: 50 })).items.map(({ question }) => question)

    it('finds an answer by its very question, set-up and context, through a restart', async () => {
      const kept = answer('open')
      expect(await storage.keepAnswer(kept, null, AT, 9)).toBe(true)
      storage = await under.restart()
      expect(await storage.findAnswer(SCOPE, 'open', AT)).toEqual(kept)
      expect(await storage.getCachedAnswer(kept.id)).toEqual(kept)
      for (const scope of [
        { ...SCOPE, instanceName: 'clinic' },
        { ...SCOPE, setUp: 'ana' },
        { ...SCOPE, context: 'greeted' },
      ])
        expect(await storage.findAnswer(scope, 'open', AT)).toBeNull()
      expect(await storage.findAnswer(SCOPE, 'opened', AT)).toBeNull()
      expect(await storage.findAnswer(SCOPE, 'open', later(1))).toBeNull()
    })

    it('keeps one answer to a question: the first, until it has expired', async () => {
      const [first, second, third] = [answer('open'), answer('open', { keptAt: later(10) }), answer('open', { keptAt: later(100) })]
      expect(await storage.keepAnswer(first, null, AT, 9)).toBe(true)
      expect(await storage.keepAnswer(second, null, AT, 9)).toBe(false)
      expect((await storage.findAnswer(SCOPE, 'open', AT))?.id).toBe(first.id)
      expect(await storage.keepAnswer(third, null, later(50), 9)).toBe(true)
      expect(await questions()).toEqual(['open'])
      expect(await storage.getCachedAnswer(first.id)).toBeNull()
    })

    it('finds the nearest of the same model, nearest first', async () => {
      await storage.keepAnswer(answer('far'), towards(80), AT, 9)
      await storage.keepAnswer(answer('near'), towards(12), AT, 9)
      await storage.keepAnswer(answer('nearest'), towards(5), AT, 9)
      await storage.keepAnswer(answer('other model'), towards(0, 'large'), AT, 9)
      await storage.keepAnswer(answer('no vector'), null, AT, 9)
      await storage.keepAnswer(answer('other set-up', { setUp: 'ana' }), towards(0), AT, 9)
      await storage.keepAnswer(answer('other shop', { instanceName: 'clinic' }), towards(0), AT, 9)
      storage = await under.restart()
      const found = await storage.similarAnswers(SCOPE, towards(0), 0.9, AT, 5)
      expect(found.map((one) => one.answer.question)).toEqual(['nearest', 'near'])
      expect(found[0]?.score).toBeCloseTo(Math.cos((5 * Math.PI) / 180), 5)
      expect(await storage.similarAnswers(SCOPE, towards(0), 0.9, AT, 1)).toHaveLength(1)
      expect(await storage.similarAnswers(SCOPE, towards(0), 0.9, later(1), 5)).toEqual([])
      const longer = { model: 'small', values: Float32Array.of(1, 0, 0) }
      expect(await storage.similarAnswers(SCOPE, longer, 0.9, AT, 5)).toEqual([])
    })

    it('drops what has not been used for longest', async () => {
      const old = answer('old, used', { keptAt: later(1) })
      await storage.keepAnswer(old, null, AT, 2)
      await storage.keepAnswer(answer('second', { keptAt: later(2) }), null, AT, 2)
      await storage.countAnswered({ instanceName: 'shop', day: '2026-01-02', kind: 'exact', answerId: old.id, at: later(3) })
      await storage.keepAnswer(answer('of another shop', { instanceName: 'clinic', keptAt: later(4) }), null, AT, 2)
      await storage.keepAnswer(answer('third', { keptAt: later(5) }), null, AT, 2)
      expect(await questions()).toEqual(['third', 'old, used'])
      expect(await storage.countCachedAnswers({ instanceName: 'clinic', ...ALL })).toBe(1)
    })

    it('lists them newest first, in pages, and finds words in questions and answers', async () => {
      for (const n of [1, 2, 3]) await storage.keepAnswer(answer(`q${n}`, { keptAt: later(n) }), null, AT, 9)
      await storage.keepAnswer(answer('q4', { keptAt: later(3), answer: '100 % fresh_bread' }), null, AT, 9)
      const filter = { instanceName: 'shop', ...ALL }
      const first = await storage.listCachedAnswers(filter, { limit: 3 })
      const second = await storage.listCachedAnswers(filter, { limit: 3, before: first.nextBefore ?? undefined })
      expect([...first.items, ...second.items].map(({ question }) => question)).toEqual(['q4', 'q3', 'q2', 'q1'])
      expect(second.nextBefore).toBeNull()
      expect(await questions({ query: '% FRESH_' })).toEqual(['q4'])
      expect(await questions({ query: 'Q2?' })).toEqual(['q2'])
      expect(await questions({ query: 'nothing' })).toEqual([])
      expect(await questions({ setUps: ['ana'] })).toEqual([])
      expect(await questions({ setUps: [] })).toEqual([])
      expect(await questions({ since: later(3) })).toEqual(['q4', 'q3'])
    })

    it('counts questions day by day, and uses, for each shop', async () => {
      const kept = answer('open')
      await storage.keepAnswer(kept, null, AT, 9)
      const use = { instanceName: 'shop', day: '2026-01-02', answerId: null, at: later(9) }
      for (const kind of ['asked', 'exact', 'similar', 'fixed'] as const)
        await storage.countAnswered({ ...use, kind, answerId: kind === 'exact' ? kept.id : null })
      await storage.countAnswered({ ...use, day: '2026-01-04', kind: 'asked' })
      await storage.countAnswered({ ...use, instanceName: 'clinic', kind: 'exact', answerId: kept.id })
      storage = await under.restart()
      expect(await storage.answeredByDay('shop', '2026-01-02', '2026-01-04')).toEqual([
        { day: '2026-01-02', asked: 4, exact: 1, similar: 1, fixed: 1 },
        { day: '2026-01-04', asked: 1, exact: 0, similar: 0, fixed: 0 },
      ])
      expect(await storage.answeredByDay('shop', '2026-01-03', '2026-01-03')).toEqual([])
      expect(await storage.getCachedAnswer(kept.id)).toMatchObject({ uses: 1, lastUsedAt: later(9) })
    })

    it('forgets one, all of a shop, what is past its time, and what a removed shop had', async () => {
      const [one, two] = [answer('one'), answer('two', { keptAt: later(10) })]
      for (const kept of [one, two, answer('three', { keptAt: later(10) })]) await storage.keepAnswer(kept, null, AT, 9)
      const other = answer('other', { instanceName: 'clinic' })
      await storage.keepAnswer(other, null, AT, 9)
      expect(await storage.expireAnswers('shop', later(5))).toBe(1)
      expect(await storage.forgetAnswer(two.id)).toEqual({ instanceName: 'shop' })
      expect(await storage.forgetAnswer(two.id)).toBeNull()
      expect(await storage.forgetAnswers('shop')).toBe(1)
      expect(await storage.getCachedAnswer(other.id)).not.toBeNull()
      await storage.removeInstance('clinic')
      expect(await storage.getCachedAnswer(other.id)).toBeNull()
    })

    it('forgets the answer when the message that it was for, or the answer itself, is changed, taken back or deleted', async () => {
      const keep = async (question: string) => {
        const taken = await storage.acceptInbound(inbound())
        const kept = answer(question, { messageId: taken.message.id, turnId: taken.turnId })
        expect(await storage.keepAnswer(kept, null, AT, 9)).toBe(true)
        return { ...taken, kept }
      }
      const revoke = (externalId: string | null) =>
        storage.updateMessage('shop', { type: 'revoke', externalId: externalId ?? '', at: later(1) })
      const asked = await keep('revoked question')
      await revoke(asked.message.externalId)
      const changed = await keep('changed question')
      await storage.updateMessage('shop', {
        type: 'edit',
        externalId: changed.message.externalId ?? '',
        text: changed.message.text,
        at: later(1),
      })
      expect(await questions()).toEqual(['changed question'])
      await storage.updateMessage('shop', {
        type: 'edit',
        externalId: changed.message.externalId ?? '',
        text: 'Something else',
        at: later(2),
      })
      const answered = await keep('revoked answer')
      const said = planned(answered.conversation.id, answered.turnId, 'Wrong')
      await storage.planAnswer(plan(answered.turnId ?? '', [said]))
      await storage.finishDelivery(said.delivery.id, { state: 'sent', externalId: 'sent-1', chatExternalId: null, at: AT, payloads: [] })
      await revoke('sent-1')
      expect(await questions()).toEqual([])
      expect(await storage.keepAnswer({ ...asked.kept, id: 'late' }, null, AT, 9)).toBe(false)

      const old = await keep('deleted with its message')
      await storage.finishTurn(old.turnId ?? '', answeredAt(AT))
      await storage.expire('messages', later(60), 100)
      expect(await storage.getMessage(old.message.id)).toBeNull()
      expect(await questions()).toEqual([])
    })

    it('keeps with a message how its answer came to be, reactions and all', async () => {
      const { conversation, turnId } = await storage.acceptInbound(inbound())
      const cacheHit = { kind: 'similar' as const, answerId: 'a1', question: 'Open?', score: 0.95 }
      const said = { ...planned(conversation.id, turnId, 'At nine.'), cacheHit }
      const { changes } = await storage.planAnswer(plan(turnId ?? '', [said]))
      expect(changes[0]?.message.cacheHit).toEqual(cacheHit)
      await storage.finishDelivery(said.delivery.id, { state: 'sent', externalId: 'sent-2', chatExternalId: null, at: AT, payloads: [] })
      await storage.updateMessage('shop', { type: 'reaction', targetExternalId: 'sent-2', emoji: '👍', by: 'Ana' })
      storage = await under.restart()
      expect(await storage.getMessage(said.delivery.messageId)).toMatchObject({ cacheHit, reactions: [{ emoji: '👍' }] })
    })
  })
}
