/** What any storage adapter must do for files that are put into words. */
import { describe, expect, it } from 'vitest'
import type { InboundMedia } from '../../src-main/hub/channels/port.ts'
import type { MediaTextOutcome, NewInbound, Storage } from '../../src-main/hub/storage/port.ts'
import { AT, inbound, later, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const voice: InboundMedia = {
  mimeType: 'audio/ogg',
  fileName: null,
  sizeBytes: 3,
  durationSeconds: 4,
  width: null,
  height: null,
  isVoiceNote: true,
  bytes: new Uint8Array([1, 2, 3]),
  url: null,
}
const heard = {
  state: 'ready',
  fileHash: 'hash',
  text: 'Two cakes',
  isShortened: false,
  by: 'whisper-1',
  language: 'en',
} satisfies MediaTextOutcome

export function describeMediaTextStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`files in words on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop', 'clinic'], (opened) => {
      under = opened
      storage = opened.storage
    })
    const accept = async (overrides: Partial<NewInbound> = {}) =>
      (await storage.acceptInbound(inbound({ kind: 'audio', text: '', media: voice, ...overrides }))).message
    const request = (messageId: string, more: object = {}) =>
      storage.requestMediaText({ messageId, kind: 'speech', again: false, at: AT, ...more })
    const waiting = async () => (await storage.waitingMediaTexts()).map(({ messageId }) => messageId)
    const find = async (word: string) => {
      while (!(await storage.indexForSearch(100))) {}
      return (await storage.searchMessages({ words: [word], limit: 5 })).map(({ message }) => message.id)
    }

    it('wait, in their order and through a restart, until they are read', async () => {
      const [one, two] = [await accept(), await accept()]
      await request(two.id, { at: later(2) })
      expect((await request(one.id, { at: later(1) }))?.message.media?.mediaText).toMatchObject({ state: 'waiting', text: '' })
      storage = await under.restart()
      expect(await storage.waitingMediaTexts()).toEqual([
        { messageId: one.id, instanceName: 'shop', kind: 'speech' },
        { messageId: two.id, instanceName: 'shop', kind: 'speech' },
      ])
      expect((await storage.settleMediaText(one.id, heard))?.message.media?.mediaText).toEqual({
        state: 'ready',
        text: 'Two cakes',
        characters: 9,
        isShortened: false,
        by: 'whisper-1',
        language: 'en',
        problem: null,
      })
      storage = await under.restart()
      expect(await waiting()).toEqual([two.id])
      expect((await storage.getMessage(one.id))?.media).toMatchObject({ isVoiceNote: true, mediaText: { text: 'Two cakes' } })
      expect(await storage.mediaTextOf(one.id)).toEqual({ text: 'Two cakes', isShortened: false, by: 'whisper-1', language: 'en' })
    })

    it('are read once: what is ready stays so, and what failed until somebody wants it again', async () => {
      const message = await accept()
      await request(message.id)
      await storage.settleMediaText(message.id, { state: 'failed', problem: 'Refused.' })
      expect((await request(message.id))?.message.media?.mediaText).toMatchObject({ state: 'failed', problem: 'Refused.' })
      expect(await waiting()).toEqual([])
      await request(message.id, { again: true })
      expect(await waiting()).toEqual([message.id])
      await storage.settleMediaText(message.id, heard)
      expect((await request(message.id, { again: true }))?.message.media?.mediaText?.state).toBe('ready')
      expect(await waiting()).toEqual([])
    })

    it('of the same file are known to their instance, and to no other', async () => {
      const message = await accept()
      await request(message.id)
      expect(await storage.findMediaText('shop', 'hash')).toBeNull()
      await storage.settleMediaText(message.id, heard)
      expect(await storage.findMediaText('shop', 'hash')).toEqual({
        text: 'Two cakes',
        isShortened: false,
        by: 'whisper-1',
        language: 'en',
      })
      expect(await storage.findMediaText('clinic', 'hash')).toBeNull()
    })

    it('are searched, also those of messages that were searchable before', async () => {
      const message = await accept()
      expect(await find('cakes')).toEqual([])
      await request(message.id)
      await storage.settleMediaText(message.id, heard)
      expect(await find('cakes')).toEqual([message.id])
    })

    it('of a document stay out of its message, and are searched for all that', async () => {
      const message = await accept({ kind: 'document' })
      await request(message.id, { kind: 'document' })
      const settled = await storage.settleMediaText(message.id, { ...heard, by: null, language: null })
      expect(settled?.message.media?.mediaText).toMatchObject({ state: 'ready', text: '', characters: 9 })
      expect((await storage.mediaTextOf(message.id))?.text).toBe('Two cakes')
      expect(await find('cakes')).toEqual([message.id])
    })

    it('go with their messages', async () => {
      const message = await accept({ turnId: null })
      await request(message.id)
      await storage.settleMediaText(message.id, heard)
      await storage.expire('messages', later(9999), 10)
      expect(await storage.getMessage(message.id)).toBeNull()
      expect(await storage.findMediaText('shop', 'hash')).toBeNull()
      expect(await request(message.id)).toBeNull()
      expect(await storage.settleMediaText(message.id, heard)).toBeNull()
      expect(await waiting()).toEqual([])
    })

    it('are nothing for a message without a file', async () => {
      const message = await accept({ kind: 'text', text: 'Hi', media: null })
      expect(await request(message.id)).toBeNull()
    })
  })
}
