import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OmniError } from '../../../src-shared/errors.ts'
import { openStorageInThread, type StorageInThread } from '../../../test/support/storage-in-thread.ts'
import { keyBox } from '../../secret-box/key-box.ts'
import { openDataKey, phraseIn } from './data-key.ts'
import { VaultLocked } from './locked.ts'
import { newPhrase } from './phrase.ts'
import { createRecoveryPhrase } from './recovery-phrase.ts'
import type { SecretBox } from './secret-box.ts'

const ROW = 'secrets.dataKey'

let folder: string
let database: StorageInThread
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-data-key-'))
  database = openStorageInThread(join(folder, 'omni.db'))
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const row = async () => JSON.stringify(await database.storage.getSetting(ROW))
const newBox = (name = 'master-key') => keyBox(name, randomBytes(32))
const now = () => Date.parse('2026-03-01T12:00:00Z')

function open(box: SecretBox, phrase: string | null = null) {
  let asked = 0
  const recoveryPhrase = () => {
    asked += 1
    return phrase
  }
  return openDataKey({ storage: database.storage, box, recoveryPhrase, now }).then((opened) => ({ ...opened, asked }))
}

describe('the data key', () => {
  it('is made on the first start with its phrase, and is the same ever after', async () => {
    const box = newBox()
    const first = await open(box)
    const second = await open(box, 'never asked for')
    expect(second).toMatchObject({ key: first.key, wasRecovered: false, asked: 0 })
    expect(phraseIn(second.key, second.saved)).toBe(phraseIn(first.key, first.saved))
  })

  it('is nowhere in the row in the clear, nor is the phrase', async () => {
    const { key, saved } = await open(newBox())
    const written = await row()
    for (const word of phraseIn(key, saved).split(' ')) expect(written).not.toContain(` ${word} `)
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(written).not.toContain(Buffer.from(key).toString(form))
  })

  it('is opened by the phrase when the box is lost, and locked with the box of now', async () => {
    const first = await open(newBox())
    const box = newBox('another')
    const recovered = await open(box, phraseIn(first.key, first.saved))
    expect(recovered).toMatchObject({ key: first.key, wasRecovered: true })
    expect(await open(box)).toMatchObject({ key: first.key, wasRecovered: false, asked: 0 })
    expect((await open(box)).saved.phrase).toEqual(first.saved.phrase)
  })

  it.each([
    ['no phrase', null],
    ['the phrase of other data', newPhrase()],
  ])('stays as it is, to the byte, with another box and %s', async (_what, phrase) => {
    await open(newBox())
    const before = await row()
    const failed = open(newBox('another'), phrase)
    await expect(failed).rejects.toBeInstanceOf(VaultLocked)
    await expect(failed).rejects.toMatchObject({ code: 'unauthorized', hasPhrase: true })
    expect(await row()).toBe(before)
  })

  it('stays as it is when a box opens it without an error to something else', async () => {
    const first = await open(newBox())
    const before = await row()
    for (const bytes of [32, 31, 0]) {
      const rubbish: SecretBox = { name: 'rubbish', wrap: async (plain) => plain, unwrap: async () => randomBytes(bytes) }
      await expect(open(rubbish)).rejects.toBeInstanceOf(VaultLocked)
    }
    expect(await row()).toBe(before)
    expect((await open(newBox(), phraseIn(first.key, first.saved))).key).toEqual(first.key)
  })

  it('is not taken for locked where the box could not even look', async () => {
    await open(newBox())
    const before = await row()
    const failure = new OmniError('storage_unavailable', 'The key file can be opened by other users.')
    const shut: SecretBox = { ...newBox(), unwrap: () => Promise.reject(failure) }
    await expect(open(shut)).rejects.toBe(failure)
    expect(await row()).toBe(before)
  })

  it('is not given to a box that would not give it back', async () => {
    const first = await open(newBox())
    const before = await row()
    const broken: SecretBox = { ...newBox('broken'), wrap: async () => randomBytes(60) }
    await expect(open(broken, phraseIn(first.key, first.saved))).rejects.toThrow()
    expect(await row()).toBe(before)
  })

  it('of a database from before gets a phrase at the next start, and none while it is locked', async () => {
    const box = newBox()
    const { key, saved } = await open(box)
    const { phrase: _none, ...old } = saved
    await database.storage.setSetting(ROW, old)
    await expect(open(newBox('another'), newPhrase())).rejects.toMatchObject({ hasPhrase: false })
    expect(await row()).toBe(JSON.stringify(old))
    const next = await open(box)
    expect(next.key).toEqual(key)
    expect((await open(newBox(), phraseIn(key, next.saved))).wasRecovered).toBe(true)
  })

  it('is never replaced where its row is damaged', async () => {
    for (const damaged of [{}, { box: 'key-file' }, 'text', { box: 'a', wrapped: 'b', phrase: {} }]) {
      await database.storage.setSetting(ROW, damaged)
      await expect(open(newBox())).rejects.toThrow(/damaged/)
      expect(await row()).toBe(JSON.stringify(damaged))
    }
  })
})

describe('the recovery phrase', () => {
  async function begin(box = newBox()) {
    const opened = await open(box)
    const phrase = createRecoveryPhrase({ storage: database.storage, box, now }, opened)
    const answers = (words: string[]) => [3, 24].map((position) => ({ position, word: words[position - 1] ?? '' }))
    return { box, opened, phrase, answers }
  }

  it('is shown until two of its words prove that it is written down, also after a new start', async () => {
    const { box, phrase, answers } = await begin()
    const words = phrase.words()
    expect(phrase.words()).toEqual(words)
    expect((await begin(box)).phrase.words()).toEqual(words)
    expect(await phrase.confirm(answers(words.map((word) => ` ${word.toUpperCase()}`)))).toMatchObject({
      confirmedAt: '2026-03-01T12:00:00.000Z',
    })
    for (const seen of [phrase, (await begin(box)).phrase]) {
      expect(() => seen.words()).toThrow(expect.objectContaining({ code: 'forbidden' }))
    }
  })

  it('is not confirmed by another word, which is named by its number', async () => {
    const { phrase, answers } = await begin()
    const [first, second] = answers(phrase.words())
    if (first === undefined || second === undefined) throw new Error('unreachable')
    await expect(phrase.confirm([first, { ...second, word: 'abandonn' }])).rejects.toMatchObject({ details: { field: '24' } })
    expect(phrase.state().confirmedAt).toBeNull()
  })

  it('opens nothing any more once there is another, which is to be written down', async () => {
    const { phrase, answers } = await begin()
    const before = phrase.words()
    await phrase.confirm(answers(before))
    expect(await phrase.renew()).toMatchObject({ confirmedAt: null })
    const after = phrase.words()
    await expect(open(newBox('another'), before.join(' '))).rejects.toBeInstanceOf(VaultLocked)
    expect((await open(newBox('another'), after.join(' '))).wasRecovered).toBe(true)
  })

  it('leaves the key to the box at hand where another one opened it', async () => {
    const file = newBox('key-file')
    const store = newBox('key-store')
    await open(file)
    const both: SecretBox = { ...store, unwrap: (wrapped) => store.unwrap(wrapped).catch(() => file.unwrap(wrapped)) }
    const { phrase } = await begin(both)
    expect(phrase.state()).toMatchObject({ lockedWith: 'key-file', boxAtHand: 'key-store' })
    expect(await phrase.moveIntoBox()).toMatchObject({ lockedWith: 'key-store', boxAtHand: 'key-store' })
    expect((await open(store)).wasRecovered).toBe(false)
    await expect(open(file)).rejects.toBeInstanceOf(VaultLocked)
  })
})
