import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreateAccessRule } from '../../../src-shared/contract/access.ts'
import { newDataFolder } from '../../../test/support/data-folder.ts'
import { instanceRecord } from '../../../test/support/storage-conformance.ts'
import { openStorageInThread, type StorageInThread } from '../../../test/support/storage-in-thread.ts'
import { type AccessService, createAccessService } from './service.ts'

const AT = '2026-01-02T03:04:05.000Z'

let folder: string
let database: StorageInThread
let access: AccessService

const make = () => createAccessService(database.storage, () => Date.parse(AT))
const block = (pattern: string, instanceName: string | null = null, type: CreateAccessRule['type'] = 'block') =>
  access.create({ instanceName, pattern, type, reason: null })
const isAllowed = (identity: string, name = 'shop') => access.decide(name, 'open', [identity]).allowed
const patterns = (name?: string) => access.list(name).map(({ pattern }) => pattern)

beforeEach(async () => {
  folder = newDataFolder()
  database = openStorageInThread(join(folder, 'omni.db'))
  for (const name of ['shop', 'other']) await database.storage.createInstance(instanceRecord(name))
  access = make()
  await access.load()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

describe('access rules in force', () => {
  it('are none at first, and those that were made once they are loaded', async () => {
    expect(access.list()).toEqual([])
    const made = await access.create({ instanceName: 'shop', pattern: '+1 555', type: 'block', reason: 'spam' })
    expect(made).toMatchObject({ instanceName: 'shop', pattern: '+1 555', type: 'block', reason: 'spam', createdAt: AT })
    const next = make()
    expect(next.list()).toEqual([])
    await next.load()
    expect(next.list()).toEqual([made])
  })

  it('apply at once to the people they name, until they are removed', async () => {
    const all = await block('1')
    await block('2', 'shop')
    expect([isAllowed('1'), isAllowed('2'), isAllowed('2', 'other'), isAllowed('3')]).toEqual([false, false, true, true])
    await access.remove(all.id)
    expect([isAllowed('1'), isAllowed('2')]).toEqual([true, false])
    await expect(access.remove(all.id)).rejects.toMatchObject({ code: 'not_found', message: 'This rule no longer exists.' })
  })

  it('are listed for an instance with those for all', async () => {
    await block('1')
    await block('2', 'shop')
    await block('3', 'other')
    expect([patterns(), patterns('shop'), patterns('other')]).toEqual([
      ['1', '2', '3'],
      ['1', '2'],
      ['1', '3'],
    ])
  })

  it('are not changed by whoever changes the list that was given', async () => {
    await block('1')
    access.list().pop()
    expect(patterns()).toEqual(['1'])
  })

  it('go with their instance, so that a later one of its name begins without', async () => {
    await block('1')
    await block('2', 'shop')
    await block('3', 'other')
    access.forgetInstance('shop')
    expect(patterns()).toEqual(['1', '3'])
  })

  it.each(['+', '@s.whatsapp.net', '+*', '-*', '  '])('are not made of %s, which names nobody', async (pattern) => {
    await expect(block(pattern)).rejects.toMatchObject({
      code: 'bad_request',
      message: 'Give a phone number or an id; "*" alone means everyone.',
    })
    expect(access.list()).toEqual([])
  })

  it.each(['*', ' * ', '5*', 'U02*', 'é'])('are made of %s', async (pattern) => {
    await block(pattern)
    expect(access.list()).toHaveLength(1)
  })

  it('are not made twice, in whatever notation, but for another instance or the other way round', async () => {
    await block('+1 (555) 222-3333')
    await expect(block('15552223333@s.whatsapp.net')).rejects.toMatchObject({
      code: 'conflict',
      message: 'There already is a rule to block "15552223333@s.whatsapp.net" here.',
    })
    await block('15552223333', null, 'allow')
    await block('15552223333', 'shop')
    await block('15552223334')
    expect(access.list()).toHaveLength(4)
  })
})
