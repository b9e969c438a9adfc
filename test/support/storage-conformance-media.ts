/** What any storage adapter must do for files that come after their message. */
import { describe, expect, it } from 'vitest'
import type { InboundMedia } from '../../src-main/hub/channels/port.ts'
import type { NewInbound, Storage } from '../../src-main/hub/storage/port.ts'
import { AT, inbound, later, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const picture: InboundMedia = {
  mimeType: 'image/jpeg',
  fileName: null,
  sizeBytes: 3,
  durationSeconds: null,
  width: 4,
  height: 3,
  isVoiceNote: false,
  bytes: null,
  url: null,
  source: { at: '/x' },
  thumbnail: 'data:image/jpeg;base64,AAAA',
}

export function describeMediaStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`files on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop'], (opened) => {
      under = opened
      storage = opened.storage
    })
    const accept = async (overrides: Partial<NewInbound> = {}) =>
      (await storage.acceptInbound(inbound({ kind: 'image', media: picture, ...overrides }))).message
    const awaited = async (at = later(1)) => (await storage.awaitedMedia(at, 10)).map(({ messageId }) => messageId)

    it('are awaited with what they are found by, through a restart, until they are here', async () => {
      const message = await accept()
      expect(message.media).toMatchObject({ id: null, isFetching: true, thumbnail: picture.thumbnail })
      expect(message.media).not.toHaveProperty('source')
      storage = await under.restart()
      expect(await storage.awaitedMedia(later(1), 10)).toEqual([
        {
          messageId: message.id,
          instanceName: 'shop',
          source: { at: '/x' },
          kind: 'image',
          mimeType: 'image/jpeg',
          sizeBytes: 3,
          attempts: 0,
        },
      ])
      const bytes = new Uint8Array([1, 2, 3, 4])
      const settled = await storage.settleMedia(message.id, {
        state: 'stored',
        bytes,
        kind: 'document',
        mimeType: 'application/pdf',
        at: AT,
      })
      expect(settled?.message).toMatchObject({ kind: 'document', media: { mimeType: 'application/pdf', sizeBytes: 4, width: 4 } })
      for (const gone of ['isFetching', 'thumbnail', 'problem']) expect(settled?.message.media).not.toHaveProperty(gone)
      expect((await storage.readMedia(settled?.message.media?.id ?? ''))?.bytes).toEqual(bytes)
      expect(await awaited()).toEqual([])
    })

    it('wait after a failure, and say when the next may be fetched', async () => {
      const message = await accept()
      await storage.postponeMedia(message.id, later(60))
      expect(await awaited(later(59))).toEqual([])
      expect(await storage.nextMediaAt(later(1))).toBe(later(60))
      expect(await storage.awaitedMedia(later(60), 10)).toMatchObject([{ attempts: 1 }])
    })

    it('are given up with a sentence, for good or until somebody asks again', async () => {
      const [one, other] = [await accept(), await accept()]
      const lost = await storage.settleMedia(one.id, { state: 'given_up', problem: 'Too large.', canRetry: false })
      expect(lost?.message.media).toMatchObject({ id: null, problem: 'Too large.', thumbnail: picture.thumbnail })
      expect(await storage.requestMedia(one.id, later(2))).toBeNull()
      const gone = await storage.settleMedia(other.id, { state: 'given_up', problem: 'Gone.', canRetry: true })
      expect(gone?.message.media).toMatchObject({ canFetch: true, problem: 'Gone.' })
      expect(await awaited(later(9999))).toEqual([])
      expect(await storage.nextMediaAt(later(1))).toBeNull()
      expect((await storage.requestMedia(other.id, later(2)))?.message.media).toMatchObject({ isFetching: true })
      expect(await awaited(later(2))).toEqual([other.id])
    })

    it('of the past are fetched only when somebody asks', async () => {
      const message = await accept({ turnId: null })
      expect(message.media).toMatchObject({ canFetch: true })
      expect(await awaited()).toEqual([])
      await storage.requestMedia(message.id, later(1))
      expect(await awaited()).toEqual([message.id])
    })

    it('of messages that are gone are nobody’s concern', async () => {
      const message = await accept()
      await storage.expire('messages', later(9999), 10)
      await storage.finishTurn(message.turnId ?? '', {
        state: 'stopped',
        stopCode: 'silent',
        reason: '',
        errorStage: null,
        steps: [],
        completedAt: AT,
        totalDurationMs: 0,
        channelSucceeded: null,
      })
      await storage.expire('messages', later(9999), 10)
      expect(await awaited()).toEqual([])
      expect(await storage.settleMedia(message.id, { state: 'given_up', problem: 'x', canRetry: true })).toBeNull()
    })
  })
}
