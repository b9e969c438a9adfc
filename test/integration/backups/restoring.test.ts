/** `omni backup` and `omni restore` as people run them: what they say, and what they leave alone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packBackup } from '../../../src-main/hub/maintenance/backups/archive/pack.ts'
import { unpackBackup } from '../../../src-main/hub/maintenance/backups/archive/unpack.ts'
import { backupIdentityOf, newPhrase } from '../../../src-main/hub/secrets/phrase.ts'
import { startHubProcess } from '../../support/hub-process.ts'
import { signIn } from '../../support/sign-in.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const headless = fileURLToPath(new URL('../../../out/main/headless.js', import.meta.url))
const LOCKED = 77
const BOX = { OMNI_MASTER_KEY: 'a'.repeat(64), OMNI_RECOVERY_PHRASE: '', OMNI_LOG_LEVEL: 'silent' }

let root: string
let data: string
let backup: string
let phrase: string

interface Ran {
  code: unknown
  output: string
}

async function omni(args: string[], { env = {}, typed = '' }: { env?: NodeJS.ProcessEnv; typed?: string } = {}): Promise<Ran> {
  const child = spawn(process.execPath, [headless, ...args], { env: { ...process.env, ...BOX, OMNI_DATA_DIR: data, ...env } })
  child.stdin.end(typed)
  const [output, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, output: output + complaints }
}

const restore = (file: string, folder: string, typed = phrase, more: string[] = []) =>
  omni(['restore', file, ...more], { env: { OMNI_DATA_DIR: folder }, typed })
const newFolder = (): string => mkdtempSync(join(root, 'data-'))
/** The file with other content, as a version of Omni that differs would have made it. */
async function remade(change: (database: string) => void): Promise<string> {
  const into = newFolder()
  const identity = backupIdentityOf(phrase)
  const { app, schema, installationId, madeAt } = await unpackBackup({ file: backup, identity, into })
  change(join(into, 'omni.db'))
  const file = join(into, 'remade.age')
  await packBackup({ database: join(into, 'omni.db'), into: file, identity, facts: { app: '9.9.9', schema, installationId, madeAt } })
  expect(app).not.toBe('9.9.9')
  return file
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'omni-restoring-'))
  data = newFolder()
  const hub = await startHubProcess(data, 0, BOX)
  const { panel, close } = await signIn(hub.link)
  await panel.instances.create({ name: 'first', channel: 'simulator' })
  phrase = (await panel.recoveryPhrase.show()).words.join(' ')
  close()
  // While it runs, it is the hub that makes it.
  backup = join(root, 'mine.age')
  const made = await omni(['backup', backup])
  expect(made).toEqual({ code: 0, output: expect.stringContaining(`The backup is made, and was opened again: ${backup}`) })
  hub.process.kill('SIGTERM')
  await hub.exited
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('omni backup', () => {
  it('writes into the folder for backups when no file is named, also while no hub runs', async () => {
    expect(await omni(['backup'])).toEqual({ code: 0, output: expect.stringMatching(/backups\/omni-\d{8}-\d{6}-[0-9a-f]{8}\.age/) })
    expect(readdirSync(join(data, 'backups'))).toHaveLength(1)
  })

  it('replaces no file, and says so', async () => {
    const before = readFileSync(backup)
    const said = `No backup was made. There is a file of this name already: "${backup}". Choose another name.`
    expect(await omni(['backup', backup])).toEqual({ code: 1, output: `${said}\n` })
    expect(readFileSync(backup).equals(before)).toBe(true)
  })

  it('says that a folder is not there, and makes none', async () => {
    const gone = join(root, 'usb')
    const { code, output } = await omni(['backup', join(gone, 'x.age')])
    expect([code, output]).toEqual([
      1,
      `No backup was made. The folder for backups, "${gone}", is not there. Connect its disk, or choose another folder.\n`,
    ])
    expect(existsSync(gone)).toBe(false)
  })

  it('says that there are no data', async () => {
    const empty = newFolder()
    expect(await omni(['backup'], { env: { OMNI_DATA_DIR: empty } })).toMatchObject({
      code: 1,
      output: /There is no database of Omni here/,
    })
  })
})

describe('omni restore', () => {
  it('brings the data into an empty folder, and the hub there starts without the words', async () => {
    const folder = newFolder()
    const { code, output } = await restore(backup, folder)
    expect(code).toBe(0)
    expect(output).toContain('No account connects before you say in the panel that the other computer is off.')
    expect(output).not.toContain('kept in')
    const hub = await startHubProcess(folder, 0, BOX)
    const { panel, close } = await signIn(hub.link)
    expect((await panel.instances.list()).map(({ name }) => name)).toEqual(['first'])
    close()
    await hub.kill()
  })

  it.each<[string, () => string, RegExp]>([
    ['other words', () => newPhrase(), /^These words do not open this backup\./],
    ['words that are none', () => 'one two three', /^Word 1 is not one|^A recovery phrase has 24 words/],
    ['no words', () => '', /^No phrase was given: nothing was changed\./],
  ])('refuses %s with an exit code of its own, and makes no data', async (_what, typed, says) => {
    const folder = newFolder()
    const { code, output } = await restore(backup, folder, typed())
    expect([code, output]).toEqual([LOCKED, expect.stringMatching(says)])
    expect(readdirSync(folder).filter((name) => name !== 'omni.db.lock')).toEqual([])
  })

  it.each<[string, () => Promise<string> | string, RegExp]>([
    ['is not there', () => join(root, 'nothing.age'), /^There is no file ".*nothing\.age"\.\nNothing was changed/],
    ['is a folder', () => root, /^".*" is no file\./],
    ['was cut off', () => cut(backup), /^The backup is damaged/],
    ['is another kind of file', () => headless, /^This file is no backup of Omni\./],
    [
      'was made by a newer version',
      () => remade((file) => void edit(file, "INSERT INTO __migrations VALUES ('9999_later', 'x', '2030')")),
      /^The backup was made by a newer version of Omni \(9\.9\.9\)\. Install that version first\./,
    ],
    [
      'holds a damaged database',
      () => remade((file) => writeFileSync(file, readFileSync(file).fill(7, 40_000, 90_000))),
      /damaged|cannot be used/,
    ],
    ['holds no database', () => remade((file) => writeFileSync(file, 'not SQLite')), /damaged/],
    [
      'holds another database',
      () =>
        remade((file) => {
          rmSync(file)
          edit(file, 'CREATE TABLE x (y)')
        }),
      /^The backup is damaged/,
    ],
  ])('says in plain words that a file %s, and leaves the data there alone', async (_what, file, says) => {
    const folder = newFolder()
    expect((await restore(backup, folder)).code).toBe(0)
    const before = readFileSync(join(folder, 'omni.db'))
    const { code, output } = await restore(await file(), folder, phrase, ['--replace'])
    expect([code, output]).toEqual([1, expect.stringMatching(says)])
    expect(readFileSync(join(folder, 'omni.db')).equals(before)).toBe(true)
    expect(readdirSync(folder).filter((name) => name.includes('restor'))).toEqual([])
  })

  it('replaces no data without a yes, and keeps what it replaces', async () => {
    const folder = newFolder()
    expect((await restore(backup, folder)).code).toBe(0)
    const refused = await restore(backup, folder)
    expect(refused).toEqual({ code: 1, output: expect.stringContaining('Nothing was changed: there are data already') })
    const replaced = await restore(backup, folder, phrase, ['--replace'])
    expect(replaced.code).toBe(0)
    const [, aside = ''] = /are kept in (.*)\.\n/.exec(replaced.output) ?? []
    expect(readdirSync(aside)).toContain('omni.db')
  })

  it('does not touch the data of a hub that runs', async () => {
    const folder = newFolder()
    expect((await restore(backup, folder)).code).toBe(0)
    const hub = await startHubProcess(folder, 0, BOX)
    const { code, output } = await restore(backup, folder, phrase, ['--replace'])
    expect([code, output]).toEqual([1, expect.stringContaining('Another Omni already works with')])
    expect((await hub.rest('GET', '/instances')).status).toBe(200)
    await hub.kill()
  })

  it('brings data of an older version up to date, and takes the words of the environment', async () => {
    const older = await remade((file) => void edit(file, "UPDATE __migrations SET applied_at = '2020'"))
    const folder = newFolder()
    const { code, output } = await omni(['restore', older], { env: { OMNI_DATA_DIR: folder, OMNI_RECOVERY_PHRASE: phrase } })
    expect(code).toBe(0)
    expect(output).toContain('OMNI_RECOVERY_PHRASE has done its work')
  })
})

function cut(file: string): string {
  const shorter = join(root, 'cut.age')
  const bytes = readFileSync(file)
  writeFileSync(shorter, bytes.subarray(0, bytes.length - 100))
  return shorter
}

function edit(file: string, sql: string): void {
  const db = new Database(file)
  db.exec(sql)
  db.close()
}
