/** A headless hub whose key is lost: it says so, touches nothing, and goes on with the recovery phrase. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newDataFolder } from '../../support/data-folder.ts'
import type { PanelClient } from '../../support/hub.ts'
import { type ProductProcess, startProduct } from '../../support/product-process.ts'
import { signIn } from '../../support/sign-in.ts'
import { openStorageInThread } from '../../support/storage-in-thread.ts'

const headless = fileURLToPath(new URL('../../../out/main/headless.js', import.meta.url))
const LOCKED = 77
const PATIENCE = { timeout: 20_000, interval: 50 }
// Each of these starts the built hub several times, one after the other.
vi.setConfig({ testTimeout: 120_000 })
/** A phrase, but of no data. */
const FOREIGN = `${'abandon '.repeat(23)}art`

let folder: string
let running: ProductProcess[] = []
beforeEach(() => {
  folder = newDataFolder()
})
afterEach(async () => {
  for (const each of running) {
    each.kill('SIGKILL')
    await each.exited
  }
  running = []
  rmSync(folder, { recursive: true, force: true })
})

const keyA = { OMNI_MASTER_KEY: 'a'.repeat(64) }
const keyB = { OMNI_MASTER_KEY: 'b'.repeat(64) }

function omni(env: Record<string, string | undefined>): ProductProcess {
  const started = startProduct('out/main/headless.js', ['--port', '0'], { OMNI_DATA_DIR: folder, OMNI_RECOVERY_PHRASE: undefined, ...env })
  running.push(started)
  return started
}

async function stop(product: ProductProcess): Promise<void> {
  product.kill('SIGTERM')
  expect((await product.exited).code).toBe(0)
}

/** Starts, does something with the panel, and stops. */
async function visit<T>(env: Record<string, string | undefined>, act: (panel: PanelClient) => Promise<T>): Promise<T> {
  const product = omni(env)
  const link = (await product.printed(/link.*: (http:\S+)/))[1] ?? ''
  const { panel, close } = await signIn(link)
  const result = await act(panel)
  close()
  await stop(product)
  return result
}

async function unlock(env: Record<string, string>, typed: string): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [headless, 'unlock'], { env: { ...process.env, OMNI_DATA_DIR: folder, ...env } })
  child.stdin.end(typed)
  const [output, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, output: output + complaints }
}

/** As it stands in the database, to the byte. */
async function keyRow(): Promise<string> {
  const database = openStorageInThread(join(folder, 'omni.db'))
  const row = JSON.stringify(await database.storage.getSetting('secrets.dataKey'))
  database.close()
  return row
}

/** The phrase, which can be shown only where the saved secrets can be read. */
const phraseOf = (env: Record<string, string | undefined>): Promise<string> =>
  visit(env, async (panel) => (await panel.recoveryPhrase.show()).words.join(' '))

it('says that the saved secrets are locked, with an exit code of its own, and changes nothing', async () => {
  await phraseOf(keyA)
  const before = await keyRow()
  const product = omni(keyB)
  expect((await product.exited).code).toBe(LOCKED)
  expect(product.output()).toMatch(/^Omni could not start\. The saved secrets are locked with another key .*$/m)
  expect(product.output()).toMatch(/^Run "omni unlock" to type the 24 words/m)
  expect(await keyRow()).toBe(before)
  await visit(keyA, async () => undefined)
})

it('makes no new key file in place of a lost one', async () => {
  await phraseOf({})
  const before = await keyRow()
  rmSync(join(folder, 'master.key'))
  const product = omni({})
  expect((await product.exited).code).toBe(LOCKED)
  expect(existsSync(join(folder, 'master.key'))).toBe(false)
  expect(await keyRow()).toBe(before)
})

it.each([
  ['a word that is none', (phrase: string) => phrase.replace(/^\w+/, 'padaria'), /Word 1 is not one/],
  ['too few words', (phrase: string) => phrase.replace(/^\w+ /, ''), /This one has 23/],
  ['the phrase of other data', () => FOREIGN, /not the one of these data/],
])('refuses %s, and leaves the wrapped keys as they are', async (_what, spoil, says) => {
  const phrase = await phraseOf(keyA)
  const before = await keyRow()
  const wrong = spoil(phrase)
  const product = omni({ ...keyB, OMNI_RECOVERY_PHRASE: wrong })
  expect((await product.exited).code).toBe(LOCKED)
  expect(product.output()).toMatch(says)
  expect(await unlock(keyB, wrong)).toMatchObject({ code: 1, output: expect.stringMatching(says) })
  expect(await keyRow()).toBe(before)
})

it('goes on with the phrase of the environment, and the next start needs nothing', async () => {
  const phrase = await phraseOf(keyA)
  const numbered = phrase
    .split(' ')
    .map((word, index) => `${index + 1}. ${word}`)
    .join('\n')
  expect(await phraseOf({ ...keyB, OMNI_RECOVERY_PHRASE: numbered })).toBe(phrase)
  expect(await phraseOf(keyB)).toBe(phrase)
  expect((await omni(keyA).exited).code).toBe(LOCKED)
})

it('does not look at the phrase of the environment where it is not needed', async () => {
  await phraseOf(keyA)
  await visit({ ...keyA, OMNI_RECOVERY_PHRASE: 'not a phrase' }, async () => undefined)
})

it('is unlocked by the command, from a pipe, and then says that nothing is locked', async () => {
  const phrase = await phraseOf({})
  rmSync(join(folder, 'master.key'))
  expect(await unlock({}, `${phrase}\n`)).toEqual({ code: 0, output: 'The saved secrets are open again. Start Omni as usual.\n' })
  expect(await unlock({}, '')).toEqual({ code: 0, output: 'The saved secrets are not locked.\n' })
  await visit({}, async () => undefined)
})

it('does not make a database to unlock', async () => {
  const empty = join(folder, 'another')
  const refused = await unlock({ OMNI_DATA_DIR: empty }, FOREIGN)
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('There is no database of Omni here') })
  expect(existsSync(empty)).toBe(false)
})

it.skipIf(process.platform !== 'linux')('is unlocked at a terminal, which shows nothing of what is typed', async () => {
  const phrase = await phraseOf(keyA)
  const shell = spawn('script', ['-qefc', `"${process.execPath}" "${headless}" unlock`, '/dev/null'], {
    env: { ...process.env, OMNI_DATA_DIR: folder, ...keyB },
  })
  let shown = ''
  shell.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const asked = (times: number) => vi.waitUntil(() => shown.split('are not shown').length > times, PATIENCE)
  await asked(1)
  shell.stdin.write('padaria\r\r')
  await asked(2)
  const words = phrase.split(' ')
  shell.stdin.write(`${words.slice(0, 12).join(' ')}\r${words.slice(12).join(' ')}\r`)
  const [code] = (await once(shell, 'close')) as [number]
  expect({ code, shown }).toEqual({ code: 0, shown: expect.stringContaining('open again') })
  expect(shown).not.toContain('padaria')
  for (const word of words) expect(shown).not.toMatch(new RegExp(`\\b${word}\\b.*\\b(${words.join('|')})\\b`))
  await visit(keyB, async () => undefined)
})

it('never writes a word of the phrase into logs', async () => {
  const phrase = await phraseOf({ ...keyA, OMNI_LOG_LEVEL: 'debug' })
  await omni({ ...keyB, OMNI_RECOVERY_PHRASE: FOREIGN, OMNI_LOG_LEVEL: 'debug' }).exited
  await visit({ ...keyB, OMNI_RECOVERY_PHRASE: phrase, OMNI_LOG_LEVEL: 'debug' }, async (panel) => {
    expect((await panel.recoveryPhrase.show()).words.join(' ')).toBe(phrase)
    expect((await panel.diagnostics.read()).text).not.toContain(phrase)
  })
  const logs = readdirSync(join(folder, 'logs')).map((name) => readFileSync(join(folder, 'logs', name), 'utf8'))
  expect(logs.join('')).toContain('the hub is up')
  for (const said of [...logs, ...running.map((each) => each.output())]) {
    for (const pair of [phrase, FOREIGN].flatMap((one) => pairs(one))) expect(said).not.toContain(pair)
  }
})

const pairs = (phrase: string): string[] => {
  const words = phrase.split(' ')
  return words.slice(1).map((word, index) => `${words[index]} ${word}`)
}
