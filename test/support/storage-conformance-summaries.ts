/** What any storage adapter does with the summaries of conversations. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import type { SummaryRecord } from '../../src-main/hub/storage/records.ts'
import { AT, answeredAt, inbound, later, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

export function describeSummaryStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`summaries on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage
    let conversationId = ''
    storageForEach(open, ['shop'], (opened) => {
      under = opened
      storage = opened.storage
    })
    beforeEach(async () => {
      conversationId = (await storage.acceptInbound(inbound({ sentAt: later(1) }))).conversation.id
    })
    const summary = (changes: Partial<SummaryRecord> = {}) => ({
      conversationId,
      text: 'Ann wants a cake.',
      uptoSeq: 7,
      messageCount: 12,
      writtenBy: 'Sofia',
      writtenAt: AT,
      ...changes,
    })
    const first = { revision: 0, contextFrom: null }

    it('keeps what was written through a restart', async () => {
      expect(await storage.getSummary(conversationId)).toBeNull()
      expect(await storage.saveSummary(summary(), first)).toBe(true)
      storage = await under.restart()
      expect(await storage.getSummary(conversationId)).toEqual({ ...summary(), revision: 1 })
    })

    it('lets nobody extend one that changed since it was read', async () => {
      await storage.saveSummary(summary(), first)
      expect(await storage.saveSummary(summary({ text: 'Late.' }), first)).toBe(false)
      expect(await storage.saveSummary(summary({ text: 'Ann wants two.', uptoSeq: 9 }), { revision: 1, contextFrom: null })).toBe(true)
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: 'Ann wants two.', uptoSeq: 9, revision: 2 })
    })

    it('forgets what it says and not how far it went, and one that is being written does not bring it back', async () => {
      await storage.saveSummary(summary(), first)
      expect(await storage.forgetSummary(conversationId, null, later(5))).toBe(true)
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: '', uptoSeq: 7, messageCount: 0 })
      expect(await storage.saveSummary(summary({ text: 'Ann again.' }), { revision: 1, contextFrom: null })).toBe(false)
      expect(await storage.forgetSummary(conversationId, null, later(6))).toBe(false)
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: '', uptoSeq: 7 })
    })

    it('begins after a message with a new session, whether there was one or not', async () => {
      expect(await storage.forgetSummary(conversationId, 20, AT)).toBe(false)
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: '', uptoSeq: 20 })
      expect(await storage.saveSummary(summary({ uptoSeq: 31 }), first)).toBe(false)
      await storage.saveSummary(summary({ uptoSeq: 31 }), { revision: 1, contextFrom: null })
      expect(await storage.forgetSummary(conversationId, 25, AT)).toBe(true)
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: '', uptoSeq: 31 })
      expect(await storage.forgetSummary('nobody', 25, AT)).toBe(false)
    })

    it('is dropped when the customer starts over, and one that is being written then is not kept', async () => {
      await storage.saveSummary(summary(), first)
      await storage.resetSession(conversationId, later(9))
      expect(await storage.getSummary(conversationId)).toBeNull()
      expect(await storage.saveSummary(summary(), first)).toBe(false)
      expect(await storage.saveSummary(summary(), { revision: 0, contextFrom: later(9) })).toBe(true)
    })

    it('goes with a message that is taken back and that it is of, and with no other', async () => {
      const { message } = await storage.acceptInbound(inbound({ sentAt: later(2), externalId: 'card number' }))
      await storage.acceptInbound(inbound({ sentAt: later(3), externalId: 'newer' }))
      await storage.saveSummary(summary({ uptoSeq: message.seq }), first)
      await storage.updateMessage('shop', { type: 'revoke', externalId: 'newer', at: later(9) })
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: 'Ann wants a cake.' })
      await storage.updateMessage('shop', { type: 'revoke', externalId: 'card number', at: later(10) })
      expect(await storage.getSummary(conversationId)).toMatchObject({ text: '', uptoSeq: message.seq })
      expect(await storage.saveSummary(summary(), { revision: 1, contextFrom: null })).toBe(false)
    })

    it('goes with the last message that it is of, and with its conversation', async () => {
      const { message } = await storage.acceptInbound(inbound({ sentAt: later(100), externalId: 'second' }))
      await storage.saveSummary(summary({ uptoSeq: message.seq - 1 }), first)
      await storage.finishTurn((await storage.lastTurn(conversationId))?.id ?? '', answeredAt(AT))
      const [oldest] = (await storage.listMessages(conversationId, { limit: 9 })).items
      await storage.finishTurn(oldest?.turnId ?? '', answeredAt(AT))
      await storage.expire('messages', AT, 10)
      expect(await storage.getSummary(conversationId)).not.toBeNull()
      await storage.expire('messages', later(50), 10)
      expect(await storage.getSummary(conversationId)).toBeNull()
      await storage.saveSummary(summary(), first)
      await storage.removeInstance('shop')
      expect(await storage.getSummary(conversationId)).toBeNull()
      expect(await storage.saveSummary(summary(), first)).toBe(false)
    })
  })
}
