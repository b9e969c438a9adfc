/** What any storage adapter must do with what channels remember. */
import { describe, expect, it } from 'vitest'
import { type StorageUnderTest, storageForEach } from './storage-conformance.ts'

export function describeChannelKeyStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name}: what a channel remembers`, () => {
    let under: StorageUnderTest
    storageForEach(open, ['shop', 'clinic'], (opened) => {
      under = opened
    })

    it('keeps entries by category and id, replaces them, and removes those that become null', async () => {
      const { storage } = under
      await storage.saveChannelKeys('shop', [
        { category: 'session', id: 'a', value: '1' },
        { category: 'session', id: 'b', value: '2' },
        { category: 'pre-key', id: 'a', value: '3' },
      ])
      await storage.saveChannelKeys('shop', [
        { category: 'session', id: 'a', value: '4' },
        { category: 'session', id: 'b', value: null },
        { category: 'session', id: 'never there', value: null },
      ])
      expect(await storage.channelKeys('shop', 'session', ['a', 'b', 'c'])).toEqual({ a: '4' })
      expect(await storage.channelKeys('shop', 'session', null)).toEqual({ a: '4' })
      expect(await storage.channelKeys('shop', 'pre-key', null)).toEqual({ a: '3' })
      expect(await storage.channelKeys('shop', 'session', [])).toEqual({})
    })

    it('keeps them apart by instance, through a restart, and removes them with the instance', async () => {
      await under.storage.saveChannelKeys('shop', [{ category: 'creds', id: 'creds', value: 'of the shop' }])
      await under.storage.saveChannelKeys('clinic', [{ category: 'creds', id: 'creds', value: 'of the clinic' }])
      const storage = await under.restart()
      expect(await storage.channelKeys('shop', 'creds', ['creds'])).toEqual({ creds: 'of the shop' })
      await storage.removeInstance('shop')
      expect(await storage.channelKeys('shop', 'creds', null)).toEqual({})
      expect(await storage.channelKeys('clinic', 'creds', null)).toEqual({ creds: 'of the clinic' })
    })

    it('saves a batch whole or not at all', async () => {
      const { storage } = under
      const broken = { category: 'session', id: 'b', value: 5 as unknown as string }
      await storage.saveChannelKeys('shop', [{ category: 'session', id: 'a', value: 'before' }])
      await expect(
        storage.saveChannelKeys('shop', [
          { category: 'session', id: 'a', value: 'after' },
          { ...broken, category: null as unknown as string },
        ]),
      ).rejects.toThrow()
      expect(await storage.channelKeys('shop', 'session', null)).toEqual({ a: 'before' })
    })

    it('clears some categories, or all', async () => {
      const { storage } = under
      for (const category of ['one', 'two', 'three']) await storage.saveChannelKeys('shop', [{ category, id: 'a', value: category }])
      await storage.saveChannelKeys('clinic', [{ category: 'one', id: 'a', value: 'other' }])
      await storage.clearChannelKeys('shop', ['one'])
      expect(await storage.channelKeys('shop', 'one', null)).toEqual({})
      expect(await storage.channelKeys('shop', 'two', null)).toEqual({ a: 'two' })
      await storage.clearChannelKeys('shop', null)
      expect(await storage.channelKeys('shop', 'three', null)).toEqual({})
      expect(await storage.channelKeys('clinic', 'one', null)).toEqual({ a: 'other' })
    })
  })
}
