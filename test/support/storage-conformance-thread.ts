/** What any storage adapter must do for the place of a message in its thread. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewInbound, Storage } from '../../src-main/hub/storage/port.ts'
import { inbound, later, planned, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

export function describeThreadStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`threads on ${name}`, () => {
    let storage: Storage
    storageForEach(open, ['shop'], (opened) => {
      storage = opened.storage
    })
    const accept = (overrides: Partial<NewInbound>) => storage.acceptInbound(inbound(overrides))
    const past = (seconds: number, overrides: Partial<NewInbound> = {}) =>
      accept({ turnId: null, countsAsUnread: false, text: `past ${seconds}`, sentAt: later(seconds), ...overrides })
    const textsOf = async (conversationId: string) =>
      (await storage.listMessages(conversationId, { limit: 200 })).items.map(({ text }) => text)

    it('puts what is told of the past before what is there, however many there are', async () => {
      const { conversation } = await accept({ text: 'now', sentAt: later(1000) })
      await past(900, { text: 'past 900 b' })
      for (const seconds of [900, 800, 700]) await past(seconds)
      await accept({ text: 'newer', sentAt: later(1001) })
      await past(600)
      expect(await textsOf(conversation.id)).toEqual(['past 600', 'past 700', 'past 800', 'past 900', 'past 900 b', 'now', 'newer'])
      expect((await storage.getConversation(conversation.id))?.lastMessagePreview).toBe('newer')
      const page = await storage.listMessages(conversation.id, { limit: 2 })
      const older = await storage.listMessages(conversation.id, { limit: 2, before: page.nextBefore ?? '' })
      expect(older.items.map(({ text }) => text)).toEqual(['past 900', 'past 900 b'])
      while (!(await storage.indexForSearch(100)));
      expect(await storage.searchMessages({ words: ['past'], limit: 10 })).toHaveLength(5)
    })

    it('keeps the order of any past that comes newest first, in pieces, between new messages', async () => {
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (isNew) => {
          run += 1
          const chat = { externalId: `${run}@s.whatsapp.net`, kind: 'direct' as const, name: null }
          const sender = { identities: [{ kind: 'phone', value: `9${run}` }], name: null, avatarUrl: null }
          let [oldest, newest] = [1000, 1000]
          const { conversation } = await accept({ chat, sender, text: '1000', sentAt: later(1000) })
          for (const live of isNew) {
            if (live) {
              newest += 1
              await accept({ chat, sender, text: String(newest), sentAt: later(newest) })
            } else {
              oldest -= 1
              await past(oldest, { chat, sender, text: String(oldest) })
            }
          }
          const texts = (await textsOf(conversation.id)).map(Number)
          expect(texts).toEqual([...texts].sort((a, b) => a - b))
          expect(texts).toHaveLength(isNew.length + 1)
        }),
        { numRuns: 15 },
      )
    })

    it('keeps what comes in any order in the order in which it was written, beside what was sent, and has each once', async () => {
      let run = 0
      // A few seconds, so that many are of the same one; many, so that the room between two is used up unevenly.
      const comes = fc.record({ at: fc.integer({ min: 0, max: 40 }), isSentFirst: fc.boolean(), isOther: fc.boolean() })
      await fc.assert(
        fc.asyncProperty(fc.array(comes, { minLength: 1, maxLength: 40 }), async (all) => {
          run += 1
          const person = (which: string) => ({
            chat: { externalId: `order-${run}-${which}@s.whatsapp.net`, kind: 'direct' as const, name: null },
            sender: { identities: [{ kind: 'phone', value: `7${run}${which}` }], name: null, avatarUrl: null },
          })
          const [ann, other] = [person('1'), person('2')]
          const expected: { at: number; text: string }[] = []
          for (const [index, { at, isSentFirst, isOther }] of all.entries()) {
            const text = `${at} ${index}`
            const { conversation } = await accept({ ...(isOther ? other : ann), text, sentAt: later(at) })
            if (!isOther) expected.push({ at, text })
            // By another clock, which is ahead.
            if (isSentFirst) await storage.enqueueDelivery(planned(conversation.id, null, 'sent'), later(100))
          }
          const conversation = await storage.findConversation('shop', ann.chat.externalId)
          const texts = conversation === null ? [] : await textsOf(conversation.id)
          const byTime = [...expected].sort((a, b) => a.at - b.at).map(({ text }) => text)
          expect(texts.filter((text) => text !== 'sent')).toEqual(byTime)
        }),
        { numRuns: 25 },
      )
    })

    it('knows a message of the phone as the delivery that it is, once and near in time', async () => {
      const { conversation } = await accept({ text: 'Hello' })
      const own = (text: string, seconds: number, overrides: Partial<NewInbound> = {}) =>
        accept({ author: 'phone', text, sentAt: later(seconds), countsAsUnread: false, ...overrides })
      const message = planned(conversation.id, null, 'Hi  there')
      await storage.enqueueDelivery(message, later(10))
      expect((await own('Hi there', 10)).isNew).toBe(true)
      await storage.startDelivery(message.delivery.id, later(20))
      expect((await own('Something else', 20)).isNew).toBe(true)
      expect((await own('Hi there', 600)).isNew).toBe(true)
      const echo = await own(' Hi there', 21, { externalId: 'ECHO' })
      expect(echo).toMatchObject({ isNew: false, message: { text: 'Hi  there', externalId: 'ECHO', deliveryState: 'sent' } })
      expect(echo.confirmed?.delivery).toMatchObject({ id: message.delivery.id, state: 'sent', externalId: 'ECHO' })
      expect((await own('Hi there', 22)).isNew).toBe(true)
      // Of an attempt with no known outcome.
      const lost = planned(conversation.id, null, 'Lost')
      await storage.enqueueDelivery(lost, later(30))
      await storage.startDelivery(lost.delivery.id, later(30))
      await storage.finishDelivery(lost.delivery.id, { state: 'unknown', error: 'No answer.', at: later(31), payloads: [] })
      expect((await own('Lost', 32)).confirmed?.conversation.attention).toBe('none')
    })

    it('tells what stands around a message of the phone', async () => {
      const person = (value: string) => ({
        chat: { externalId: `${value}@s.whatsapp.net`, kind: 'direct' as const, name: null },
        sender: { identities: [{ kind: 'phone', value }], name: null, avatarUrl: null },
      })
      const own = { author: 'phone' as const, text: 'We are closed today', countsAsUnread: false }
      await accept({ ...person('71'), text: 'Hello', sentAt: later(5) })
      const first = await accept({ ...person('71'), ...own, sentAt: later(8) })
      const alone = { customerWroteAt: later(5), hasCustomerWrittenSince: false, lastSentAt: null, isSaidElsewhere: false }
      expect(first.around).toEqual(alone)
      await accept({ ...person('72'), text: 'Hello', sentAt: later(50) })
      const second = await accept({ ...person('72'), ...own, sentAt: later(20) })
      expect(second.around).toEqual({ customerWroteAt: null, hasCustomerWrittenSince: true, lastSentAt: null, isSaidElsewhere: true })
      expect(await storage.aroundOwnMessage(second.message)).toEqual(second.around)
    })

    it('keeps edits and deletions that overtook their message', async () => {
      expect(await storage.updateMessage('shop', { type: 'edit', externalId: 'E', text: 'one', at: later(1) })).toBeNull()
      await storage.updateMessage('shop', { type: 'edit', externalId: 'E', text: 'one cake', at: later(2) })
      await storage.updateMessage('shop', { type: 'revoke', externalId: 'R', at: later(1) })
      expect((await accept({ externalId: 'E', text: 'ten cakes' })).message).toMatchObject({ text: 'one cake', previousText: 'ten cakes' })
      expect((await accept({ externalId: 'R', text: 'secret' })).message.revokedAt).toBe(later(1))
    })

    it('gives the place of what could not be decrypted to its content, which opens the turn', async () => {
      await accept({ text: 'before' })
      const stub = await accept({ externalId: 'X', kind: 'undecryptable', text: '', turnId: null, countsAsUnread: false })
      await accept({ externalId: 'Y', text: 'after' })
      const again = await accept({ externalId: 'X', kind: 'undecryptable', text: '', turnId: null, countsAsUnread: false })
      expect(again.isNew).toBe(false)
      const content = await accept({ externalId: 'X', text: 'the content', turnId: 'turn-x' })
      expect(content).toMatchObject({
        isNew: true,
        turnId: 'turn-x',
        message: { id: stub.message.id, seq: stub.message.seq, text: 'the content' },
      })
      expect(await textsOf(stub.conversation.id)).toEqual(['before', 'the content', 'after'])
      expect((await accept({ externalId: 'X', text: 'the content' })).isNew).toBe(false)
    })
  })
}
