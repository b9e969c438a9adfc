/** What any storage adapter must do when things are past their time: delete them, and nothing else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NewInbound, Storage } from '../../src-main/hub/storage/port.ts'
import type { Expiring } from '../../src-shared/contract/retention.ts'
import { answeredAt, inbound, planned, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12)).toISOString()
const CUT_OFF = day(10)

const ended = answeredAt(day(1))

const picture: NonNullable<NewInbound['media']> = {
  mimeType: 'image/png',
  fileName: 'cake.png',
  bytes: new Uint8Array(1000),
  sizeBytes: 1000,
  durationSeconds: null,
  width: null,
  height: null,
  isVoiceNote: false,
  url: null,
}

/** `reopen` opens a file as another storage, as one does with a backup. */
export function describeRetentionStorage(
  name: string,
  open: () => Promise<StorageUnderTest>,
  reopen: (file: string) => Promise<Storage>,
): void {
  describe(`${name} storage of what is past its time`, () => {
    let storage: Storage
    storageForEach(open, ['shop'], (opened) => {
      storage = opened.storage
    })

    /** A message of that day, answered unless told otherwise. */
    async function message(at: string, fields: Partial<NewInbound> = {}, isAnswered = true) {
      const accepted = await storage.acceptInbound(inbound({ sentAt: at, receivedAt: at, ...fields }))
      if (isAnswered) await storage.finishTurn(accepted.turnId ?? '', { ...ended, completedAt: at })
      return accepted
    }
    const digestAll = async () => {
      while ((await storage.digestTurns(10)) > 0);
    }
    async function expireAll(what: Expiring, limit = 2): Promise<number> {
      let total = 0
      for (;;) {
        const { deleted, isDone } = await storage.expire(what, CUT_OFF, limit)
        expect(deleted).toBeLessThanOrEqual(limit)
        total += deleted
        if (isDone) return total
      }
    }
    const traceIds = async () => (await storage.listTraces({}, { limit: 50 })).items.map(({ id }) => id)

    it('forgets what was used on days that are past their time, and nothing of later ones', async () => {
      const use = { turnId: 't', instanceName: 'shop', contactId: 'c', inputTokens: 10, outputTokens: 1, costMicros: 5 }
      for (const n of [1, 2, 3, 9, 10, 11])
        for (const agentProfileId of ['a', 'b']) await storage.countAgentUse({ ...use, agentProfileId, day: day(n).slice(0, 10) })
      expect(await expireAll('spend')).toBe(8)
      const days = (await storage.agentUseByDay({ from: '2026-01-01', to: '2026-01-31' })).map((one) => [one.day, one.turns])
      expect(days).toEqual([
        ['2026-01-10', 2],
        ['2026-01-11', 2],
      ])
      expect(await storage.agentUseOfContact('c')).toMatchObject({ turns: 4 })
    })

    it('takes old traces with their payloads out of lists and the search, and leaves the figures', async () => {
      const old = await Promise.all([1, 2, 3, 4, 5].map((n) => message(day(n), { text: 'old words' })))
      const fresh = await message(day(20), { text: 'new words' })
      await digestAll()
      const edges = [day(1).slice(0, 10), day(30).slice(0, 10)].map((date) => `${date}T00:00:00.000Z`)
      const before = await storage.turnStats(edges, null)
      expect(await storage.countExpiredTraces(CUT_OFF)).toBe(5)
      expect(await expireAll('traces')).toBe(5)
      expect(await storage.countExpiredTraces(CUT_OFF)).toBe(0)
      expect(await traceIds()).toEqual([fresh.turnId])
      expect(await storage.tracePayloads(old[0]?.turnId ?? '')).toEqual([])
      expect((await storage.tracePayloads(fresh.turnId ?? '')).length).toBe(1)
      expect((await storage.listTraces({ query: 'words' }, { limit: 50 })).items.map(({ id }) => id)).toEqual([fresh.turnId])
      expect(await storage.turnStats(edges, null)).toEqual(before)
      expect(await expireAll('traces')).toBe(0)
    })

    it('leaves a trace that is not finished, or not counted yet, whatever its age', async () => {
      const open = await message(day(1), {}, false)
      await message(day(2))
      await digestAll()
      const uncounted = await message(day(3))
      expect(await expireAll('traces')).toBe(1)
      expect((await traceIds()).sort()).toEqual([open.turnId, uncounted.turnId].sort())
    })

    it('takes old payloads and leaves their traces', async () => {
      const old = await message(day(1))
      const fresh = await message(day(20))
      expect(await expireAll('payloads')).toBe(1)
      expect(await storage.tracePayloads(old.turnId ?? '')).toEqual([])
      expect((await storage.tracePayloads(fresh.turnId ?? '')).length).toBe(1)
      expect((await traceIds()).length).toBe(2)
    })

    it('takes old files; their messages stay and know that there is no file any more', async () => {
      const old = await Promise.all([1, 2, 3].map((n) => message(day(n), { kind: 'image', media: picture })))
      await message(day(4), { kind: 'image', media: { ...picture, bytes: null } })
      const fresh = await message(day(20), { kind: 'image', media: picture })
      const idOf = async (id: string) => (await storage.getMessage(id))?.media?.id ?? null
      const gone = await idOf(old[0]?.message.id ?? '')
      expect(await expireAll('media')).toBe(3)
      expect(await storage.readMedia(gone ?? '')).toBeNull()
      expect(await idOf(old[0]?.message.id ?? '')).toBeNull()
      expect((await storage.getMessage(old[0]?.message.id ?? ''))?.media).toMatchObject({ mimeType: 'image/png', fileName: 'cake.png' })
      expect(await storage.readMedia((await idOf(fresh.message.id)) ?? '')).not.toBeNull()
      expect(await expireAll('media')).toBe(0)
    })

    it('takes old messages with their files, and no list shows their words any more', async () => {
      const old = await message(day(1), { text: 'secret recipe', kind: 'image', media: picture })
      const other = { externalId: '15552@s.whatsapp.net', kind: 'direct' as const, name: null }
      const fresh = await message(day(20), {
        chat: other,
        sender: { identities: [{ kind: 'phone', value: '15552' }], name: 'Bob', avatarUrl: null },
      })
      while (!(await storage.indexForSearch(50)));
      const mediaId = (await storage.getMessage(old.message.id))?.media?.id ?? ''
      expect(await expireAll('messages')).toBe(1)
      while (!(await storage.indexForSearch(50)));
      expect(await storage.getMessage(old.message.id)).toBeNull()
      expect(await storage.readMedia(mediaId)).toBeNull()
      expect(await storage.searchMessages({ words: ['secret'], limit: 5 })).toEqual([])
      expect(await storage.getConversation(old.conversation.id)).toMatchObject({ lastMessagePreview: '', unreadCount: 0 })
      expect(await storage.getMessage(fresh.message.id)).not.toBeNull()
    })

    it('leaves messages that somebody still has to decide on or that are on their way', async () => {
      const { conversation } = await message(day(1))
      const waiting = planned(conversation.id, null, 'not sent yet')
      await storage.enqueueDelivery(waiting, day(2))
      const doubtful = planned(conversation.id, null, 'perhaps sent')
      await storage.enqueueDelivery(doubtful, day(2))
      await storage.startDelivery(doubtful.delivery.id, day(2))
      await storage.finishDelivery(doubtful.delivery.id, { state: 'unknown', error: 'x', at: day(2), payloads: [] })
      const open = await message(day(3), {}, false)
      await expireAll('messages')
      const left = (await storage.listMessages(conversation.id, { limit: 50 })).items.map(({ id }) => id)
      expect(left.sort()).toEqual([waiting.delivery.messageId, doubtful.delivery.messageId, open.message.id].sort())
      expect(await storage.getDelivery(waiting.delivery.id)).toMatchObject({ state: 'pending' })
    })

    it('says what there is, and gives room back when much of it is gone', async () => {
      for (let n = 0; n < 20; n += 1)
        await message(day(1), { kind: 'image', media: { ...picture, bytes: new Uint8Array(100_000), sizeBytes: 100_000 } })
      const before = await storage.databaseUsage()
      expect(before).toMatchObject({ messages: 20, traces: 20, media: { count: 20, bytes: 2_000_000 }, payloads: { count: 20 } })
      await expireAll('media', 5)
      expect(await storage.compact(1000)).toBe(0)
      expect(await storage.compact(1_000_000_000)).toBeGreaterThan(1_500_000)
      const after = await storage.databaseUsage()
      expect(after.databaseBytes).toBeLessThan(before.databaseBytes - 1_500_000)
      expect(after.media.count).toBe(0)
      expect((await traceIds()).length).toBe(20)
    })

    it('is copied whole, while messages come in, into a file that opens like the one it was made of', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'omni-backup-'))
      const first = await message(day(1), { text: 'before' })
      for (let n = 0; n < 50; n += 1) await message(day(2))
      const file = join(folder, "copy of the shop's.db")
      const copying = storage.backUpTo(file)
      const during = await message(day(3), { text: 'during' })
      expect(await copying).toEqual({ schema: expect.stringMatching(/./) })
      await storage.checkCopy(file)
      const copy = await reopen(file)
      expect(await copy.getMessage(first.message.id)).toMatchObject({ text: 'before' })
      expect((await copy.listInstances()).map((instance) => instance.name)).toEqual(['shop'])
      await copy.acceptInbound(inbound({ text: 'life goes on' }))
      await copy.close()
      expect(await storage.getMessage(during.message.id)).not.toBeNull()
      await expect(storage.backUpTo(join(folder, 'no', 'such', 'folder.db'))).rejects.toMatchObject({ code: 'storage_unavailable' })
      const spoiled = join(folder, 'spoiled.db')
      await storage.backUpTo(spoiled)
      writeFileSync(spoiled, readFileSync(spoiled).fill(7, 8192, 60_000))
      await expect(storage.checkCopy(spoiled)).rejects.toThrow('The copy of the database cannot be used: it is damaged.')
      rmSync(folder, { recursive: true, force: true })
    })
  })
}
