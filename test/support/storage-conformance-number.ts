/** What any storage adapter must do for the limits of a number. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SendLimits, Storage } from '../../src-main/hub/storage/port.ts'
import { inbound, later, nextId, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S

export function describeNumberStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`the limits of a number on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop', 'other'], (opened) => {
      under = opened
      storage = opened.storage
    })

    const limits = (overrides: Partial<SendLimits> = {}): SendLimits => ({ perHour: 3, newContactsPerDay: 2, ...overrides })
    const take = (conversationId: string, seconds: number, overrides: Partial<SendLimits> = {}, deliveryId = nextId('send')) =>
      storage.takeSendSlot({ instanceName: 'shop', deliveryId, conversationId, at: later(seconds) }, limits(overrides))
    const wrote = async (phone: string) =>
      (
        await storage.acceptInbound(
          inbound({
            chat: { externalId: `${phone}@s.whatsapp.net`, kind: 'direct', name: null },
            sender: { identities: [{ kind: 'phone', value: phone }], name: null, avatarUrl: null },
          }),
        )
      ).conversation.id
    const stranger = async (phone: string) =>
      (
        await storage.openConversation(
          'shop',
          { externalId: `${phone}@s.whatsapp.net`, kind: 'direct', name: null },
          [{ kind: 'phone', value: phone }],
          later(0),
        )
      ).id

    it('counts each message once, and says when the next may leave', async () => {
      const ann = await wrote('1555')
      for (const seconds of [0, 10, 20]) expect(await take(ann, seconds, {}, `d${seconds}`)).toEqual({ state: 'taken' })
      expect(await take(ann, 30)).toEqual({ state: 'full', freeAt: later(HOUR_S) })
      // Another try of what was counted.
      expect(await take(ann, 30, {}, 'd10')).toEqual({ state: 'taken' })
      expect(await take(ann, HOUR_S)).toEqual({ state: 'taken' })
      expect(await take(ann, HOUR_S + 1)).toEqual({ state: 'full', freeAt: later(HOUR_S + 10) })
      expect((await storage.sendUsage('shop', later(HOUR_S + 1))).sentAt).toEqual([later(10), later(20), later(HOUR_S)])
    })

    it('counts people who never wrote, each once a day, and nobody who did', async () => {
      const [a, b, c] = [await stranger('1'), await stranger('2'), await stranger('3')]
      const many = { perHour: 100 }
      expect(await take(a, 0, many)).toEqual({ state: 'taken' })
      expect(await take(a, 1, many)).toEqual({ state: 'taken' })
      expect(await take(b, 2, many)).toEqual({ state: 'taken' })
      expect(await take(c, 3, many)).toEqual({ state: 'no_more_strangers', freeAt: later(DAY_S) })
      expect(await take(await wrote('4'), 4, many)).toEqual({ state: 'taken' })
      expect((await storage.sendUsage('shop', later(5))).newContacts).toBe(2)
      expect(await take(c, DAY_S, many)).toEqual({ state: 'taken' })
      expect(await take(await stranger('5'), DAY_S + 1, { ...many, newContactsPerDay: 0 })).toEqual({
        state: 'no_more_strangers',
        freeAt: null,
      })
      expect([await storage.hasWritten(a), await storage.hasWritten(await wrote('6'))]).toEqual([false, true])
    })

    it('keeps each number for itself', async () => {
      const ann = await wrote('1555')
      for (const seconds of [0, 1, 2]) await take(ann, seconds)
      const other = { instanceName: 'other', deliveryId: nextId('send'), conversationId: ann, at: later(3) }
      expect(await storage.takeSendSlot(other, limits())).toEqual({ state: 'taken' })
    })

    it('never lets more than the limit leave within any hour, through restarts, and lets each leave when its time has come', async () => {
      let run = 0
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 5 }),
          fc.array(fc.record({ gap: fc.integer({ min: 0, max: 2 * HOUR_S }), restarts: fc.boolean() }), { minLength: 1, maxLength: 15 }),
          async (perHour, steps) => {
            run += 1
            const ann = await wrote(`1555${run}`)
            // Each run begins long after the one before.
            let now = run * 100 * HOUR_S
            const sentAt: number[] = []
            for (const { gap, restarts } of steps) {
              now += gap
              if (restarts && run % 5 === 0) storage = await under.restart()
              const slot = await take(ann, now, { perHour })
              if (slot.state === 'taken') sentAt.push(now)
              else if (slot.state === 'full') {
                const freeAt = slot.freeAt
                now = (Date.parse(freeAt) - Date.parse(later(0))) / 1000
                expect(await take(ann, now, { perHour })).toEqual({ state: 'taken' })
                sentAt.push(now)
              }
            }
            for (const at of sentAt)
              expect(sentAt.filter((other) => other > at - HOUR_S && other <= at).length).toBeLessThanOrEqual(perHour)
          },
        ),
        { numRuns: 25 },
      )
    })
  })
}
