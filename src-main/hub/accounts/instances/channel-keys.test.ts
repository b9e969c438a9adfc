import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createVault } from '../../secrets/vault.ts'
import { createChannelKeys } from './channel-keys.ts'

/** Rows as the storage keeps them. */
function rows() {
  const stored = new Map<string, string>()
  return {
    stored,
    storage: {
      async channelKeys(instanceName: string, category: string, ids: string[] | null) {
        const prefix = `${instanceName}/${category}/`
        const found = [...stored]
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => [key.slice(prefix.length), value] as const)
        return Object.fromEntries(found.filter(([id]) => ids === null || ids.includes(id)))
      },
      async saveChannelKeys(instanceName: string, entries: { category: string; id: string; value: string | null }[]) {
        for (const { category, id, value } of entries)
          if (value === null) stored.delete(`${instanceName}/${category}/${id}`)
          else stored.set(`${instanceName}/${category}/${id}`, value)
      },
      async clearChannelKeys() {
        stored.clear()
      },
    },
  }
}

test('values are sealed in the database and come back as they were', async () => {
  const { storage, stored } = rows()
  const keys = createChannelKeys(storage, createVault(randomBytes(32)), 'shop', () => false)
  await keys.set([{ category: 'session', id: 'ana', value: 'very secret' }])
  expect(JSON.stringify([...stored])).not.toContain('very secret')
  expect(await keys.get('session', ['ana', 'rui'])).toEqual({ values: { ana: 'very secret' }, unreadable: [] })
  await keys.set([{ category: 'session', id: 'ana', value: null }])
  expect(await keys.get('session', null)).toEqual({ values: {}, unreadable: [] })
})

test('a value that was changed, or moved to another row, is named as unreadable and the others are not touched', async () => {
  const { storage, stored } = rows()
  const keys = createChannelKeys(storage, createVault(randomBytes(32)), 'shop', () => false)
  await keys.set(['a', 'b', 'c'].map((id) => ({ category: 'session', id, value: `value of ${id}` })))
  stored.set('shop/session/a', `${stored.get('shop/session/a')?.slice(0, -2)}xx`)
  stored.set('shop/session/b', stored.get('shop/session/c') ?? '')
  expect(await keys.get('session', null)).toEqual({ values: { c: 'value of c' }, unreadable: ['a', 'b'] })
})

test('a failure is reported while the hub runs; once it has stopped nothing is found, and what is written is cancelled', async () => {
  let isOver = false
  const fails = () => Promise.reject(new Error('the storage is closed'))
  const storage = { channelKeys: fails, saveChannelKeys: fails, clearChannelKeys: fails }
  const keys = createChannelKeys(storage, createVault(randomBytes(32)), 'shop', () => isOver)
  for (const call of [keys.get('session', null), keys.set([]), keys.clear(null)]) await expect(call).rejects.toThrow('closed')
  isOver = true
  expect(await keys.get('session', null)).toEqual({ values: {}, unreadable: [] })
  for (const call of [keys.set([]), keys.clear(null)]) await expect(call).rejects.toMatchObject({ code: 'cancelled' })
})
