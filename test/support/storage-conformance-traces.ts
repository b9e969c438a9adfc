/** What any storage adapter must do with traces: every filter, search, pages, and figures. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conversationEvent } from '../../src-main/hub/inbox/conversations/events.ts'
import type { NewInbound, Storage, TraceFilter, TurnOutcome } from '../../src-main/hub/storage/port.ts'
import { answeredAt, inbound, plan, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const AT = '2026-01-02T03:00:00.000Z'
const minute = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000).toISOString()

const ended = answeredAt(AT)

export function describeTraceStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name} storage of traces`, () => {
    let storage: Storage
    storageForEach(open, ['shop', 'clinic'], (opened) => {
      storage = opened.storage
    })

    /** A turn; finished at once unless `outcome` is null. */
    async function turn(fields: Partial<NewInbound> = {}, outcome: Partial<TurnOutcome> | null = {}): Promise<string> {
      const { turnId } = await storage.acceptInbound(inbound(fields))
      if (outcome !== null) await storage.finishTurn(turnId ?? '', { ...ended, ...outcome })
      return turnId ?? ''
    }
    const digestAll = async () => {
      while ((await storage.digestTurns(2)) > 0);
    }
    /** The ids that all pages together give. */
    async function ids(filter: TraceFilter, limit = 50, isBounded = true): Promise<string[]> {
      const found: string[] = []
      for (let before: string | undefined; ; ) {
        const page = await storage.listTraces(filter, { before, limit, isBounded })
        found.push(...page.items.map((item) => item.id))
        if (page.nextBefore === null) return found
        before = page.nextBefore
      }
    }

    it('pages newest first by any filter, each trace once, whatever the size of a page', async () => {
      const all: string[] = []
      for (let n = 0; n < 12; n += 1) {
        const outcome = n % 3 === 0 ? { state: 'failed' as const, errorStage: 'think', reason: 'x' } : n % 3 === 1 ? {} : null
        // Several of one millisecond, as in a burst.
        all.unshift(await turn({ receivedAt: minute(Math.floor(n / 4)), instanceName: n % 2 === 0 ? 'shop' : 'clinic' }, outcome))
      }
      const at = (...wanted: number[]) => wanted.map((n) => all[n])
      for (const limit of [1, 2, 5, 50]) {
        expect(await ids({}, limit)).toEqual(all)
        expect(await ids({ instanceName: 'shop' }, limit)).toEqual(at(1, 3, 5, 7, 9, 11))
        expect(await ids({ instanceNames: ['shop'] }, limit)).toEqual(at(1, 3, 5, 7, 9, 11))
        expect(await ids({ states: ['failed'] }, limit)).toEqual(at(2, 5, 8, 11))
        expect(await ids({ hasError: true }, limit)).toEqual(at(2, 5, 8, 11))
        expect(await ids({ hasError: true, states: ['completed'] }, limit)).toEqual([])
        expect(await ids({ hasError: false, states: ['failed', 'completed'] }, limit)).toEqual(at(1, 4, 7, 10))
        expect(await ids({ hasError: false, states: ['failed'] }, limit)).toEqual([])
        expect(await ids({ states: ['failed', 'completed'], instanceName: 'clinic' }, limit)).toEqual(at(2, 4, 8, 10))
        expect(await ids({ states: ['received'] }, limit)).toEqual(at(0, 3, 6, 9))
        expect(await ids({ fromIso: minute(1), toIso: minute(1) }, limit)).toEqual(at(4, 5, 6, 7))
        expect(await ids({ minDurationMs: 3000, instanceName: 'shop' }, limit)).toEqual(at(1, 5, 7, 11))
      }
      expect(await ids({ states: ['failed'] }, 3, false)).toEqual(at(2, 5, 8, 11))
      expect(await storage.countTraces({ states: ['failed'] })).toBe(4)
    })

    it('says that a turn is being thought about, until it is answered or ended', async () => {
      const [open, done] = [await turn({}, null), await turn()]
      for (const id of [open, done]) await storage.beginThinking(id)
      expect(await ids({ states: ['thinking'] })).toEqual([open])
      expect(await ids({ states: ['completed'] })).toEqual([done])
      await storage.finishTurn(open, ended)
      expect(await ids({ states: ['thinking'] })).toEqual([])
    })

    it('keeps the trace of a private turn without who wrote and what', async () => {
      const sender = { identities: [{ kind: 'phone', value: '5511987654321' }], name: 'José', avatarUrl: null }
      const id = await turn({ text: 'My knee hurts', sender, isTracePrivate: true }, null)
      const written = { contactName: null, contactPhone: null, messagePreview: '[13 characters]' }
      expect(await storage.getTrace(id)).toMatchObject(written)
      await storage.finishTurn(id, ended)
      const conversationId = (await storage.getTrace(id))?.conversationId ?? ''
      const again = await storage.repeatTurn(conversationId, 'again', conversationEvent('run_again'), AT, true)
      expect(again?.turn).toMatchObject(written)
    })

    it('finds the traces of one conversation', async () => {
      const mine = await turn({ chat: { externalId: 'a@x', kind: 'group', name: null } })
      await turn({ chat: { externalId: 'b@x', kind: 'group', name: null } })
      const conversation = await storage.findConversation('shop', 'a@x')
      expect(await ids({ conversationId: conversation?.id ?? '' })).toEqual([mine])
    })

    it('finds by words before and after they are digested, and what is deleted no more', async () => {
      const saturday = await turn({
        text: 'Vocês abrem no SÁBADO?',
        sender: { identities: [{ kind: 'phone', value: '5511987654321' }], name: 'José', avatarUrl: null },
        externalId: '3EB0AA',
        receivedAt: minute(1),
      })
      const failed = await turn({ text: 'price?', receivedAt: minute(2) }, { state: 'failed', reason: 'Sofia gave no answer (timeout).' })
      const open = await turn({ text: 'Sábado again', receivedAt: minute(3) }, null)
      const expectFound = async () => {
        for (const query of ['sabado abrem', 'jose', '98765', '+55 11 98765-4321', '3eb0aa', saturday])
          expect(await ids({ query }), query).toEqual(query === 'sabado abrem' ? [saturday] : [saturday])
        expect(await ids({ query: 'sab' }, 1)).toEqual([open, saturday])
        expect(await ids({ query: 'timeout' })).toEqual([failed])
        expect(await ids({ query: 'sab', states: ['completed'] })).toEqual([saturday])
        expect(await ids({ query: 'sab', fromIso: minute(2) })).toEqual([open])
        expect(await ids({ query: 'sab', instanceName: 'clinic' })).toEqual([])
        expect(await ids({ query: 'monday' })).toEqual([])
        expect(await ids({ query: '"; DROP' })).toEqual([])
      }
      await expectFound()
      await digestAll()
      await expectFound()
      expect(await storage.digestTurns(10)).toBe(0)
      await storage.expire('traces', minute(2), 100)
      expect(await ids({ query: 'sab' })).toEqual([open])
      await storage.removeInstance('shop')
      expect(await ids({ query: 'price' })).toEqual([])
    })

    it('counts the same before, while and after turns are digested, and after they are deleted', async () => {
      const edges = [AT, minute(60), minute(120)]
      await turn({ receivedAt: minute(0) }, { totalDurationMs: 1000 })
      await turn({ receivedAt: minute(59) }, { totalDurationMs: 2000 })
      await turn({ receivedAt: minute(61) }, { state: 'failed', totalDurationMs: 90_000 })
      await turn({ receivedAt: minute(62) }, { state: 'stopped', stopCode: 'access_denied' })
      await turn({ receivedAt: minute(63) }, { state: 'stopped', stopCode: 'own_message' })
      await turn({ receivedAt: minute(64), instanceName: 'clinic' }, { totalDurationMs: 4000 })
      await turn({ receivedAt: minute(65) }, null)
      // Outside.
      await turn({ receivedAt: minute(-1) })
      await turn({ receivedAt: minute(120) })
      const expectCounted = async () => {
        const stats = await storage.turnStats(edges, null)
        expect(stats.total).toMatchObject({ received: 6, answered: 3, stopped: 1, failed: 1 })
        expect(stats.stretches).toMatchObject([
          { received: 2, answered: 2 },
          { received: 4, answered: 1, stopped: 1, failed: 1 },
        ])
        expect(stats.byInstance['clinic']).toMatchObject({ received: 1, answered: 1 })
        expect(stats.activity).toEqual({
          shop: [
            { received: 2, failed: 0 },
            { received: 3, failed: 1 },
          ],
          clinic: [
            { received: 0, failed: 0 },
            { received: 1, failed: 0 },
          ],
        })
        expect(stats.isComplete).toBe(true)
        for (const [found, truth] of [
          [stats.total.medianMs, 2000],
          [stats.total.p95Ms, 4000],
          [stats.stretches[0]?.p95Ms, 2000],
        ] as const)
          expect(Math.abs((found ?? 0) - truth)).toBeLessThan(truth * 0.04)
        expect((await storage.turnStats(edges, 'clinic')).total).toMatchObject({ received: 1 })
        expect((await storage.turnStats(edges, 'clinic')).stretches).toMatchObject([{ received: 0, medianMs: null }, { received: 1 }])
      }
      await expectCounted()
      await storage.digestTurns(3)
      await expectCounted()
      await digestAll()
      await expectCounted()
      await storage.expire('traces', minute(200), 1000)
      await expectCounted()
    })

    it('counts a merged turn as what became of the one that it went into, once that is known', async () => {
      const edges = [AT, minute(60)]
      const [handed, failed, open] = [await turn({}, null), await turn({}, null), await turn({}, null)]
      for (const leader of [handed, failed, open]) await storage.mergeTurns(leader, [await turn({}, null)], AT)
      await digestAll()
      const counted = async () => (await storage.turnStats(edges, null)).total
      expect(await counted()).toMatchObject({ received: 6, answered: 0, handedOver: 0, failed: 0 })
      await storage.planAnswer({ ...plan(handed, []), isHandedOver: true })
      await storage.finishTurn(handed, ended)
      await storage.finishTurn(failed, { ...ended, state: 'failed' })
      expect(await counted()).toMatchObject({ received: 6, answered: 0, handedOver: 2, failed: 2 })
      await digestAll()
      expect(await counted()).toMatchObject({ received: 6, answered: 0, handedOver: 2, failed: 2 })
      expect(await storage.getTrace(handed)).toMatchObject({ isHandedOver: true })
    })

    it('digests each turn once, however digesting and finishing interleave', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (digests) => {
          const before = (await storage.turnStats([AT, minute(15)], 'shop')).total.received
          const turns: Promise<unknown>[] = []
          for (const isDigested of digests) turns.push(turn({ receivedAt: AT }), isDigested ? storage.digestTurns(1) : Promise.resolve())
          await Promise.all(turns)
          expect((await storage.turnStats([AT, minute(15)], 'shop')).total.received).toBe(before + digests.length)
          await digestAll()
          expect((await storage.turnStats([AT, minute(15)], 'shop')).total.received).toBe(before + digests.length)
        }),
        { numRuns: 10 },
      )
    })
  })
}
