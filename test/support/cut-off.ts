/**
 * A power cut at the steps of a backup and of a restore: the old state or the new one, never half. All steps take minutes: each
 * `stride`-th is looked at.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { keyBox } from '../../src-main/secret-box/key-box.ts'
import { startTestHub } from './hub.ts'
import { offlineHub } from './offline-hub.ts'
import { storageWorker } from './storage-worker.ts'

const headless = fileURLToPath(new URL('../../out/main/headless.js', import.meta.url))
const preload = fileURLToPath(new URL('./kill-at/preload.ts', import.meta.url))
/** More steps than there are: the loop ends with the first process that comes to its end. */
const MOST_STEPS = 150
const AT_ONCE = 3

export function describeCutOff(stride: number): void {
  vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

  let root: string
  /** A folder with data, and a backup of other data with its words. */
  let old: string
  let backup: string
  let phrase: string
  const secretBox = keyBox('master-key', Buffer.alloc(32, 0xaa))
  const env = { OMNI_LOG_LEVEL: 'silent', OMNI_MASTER_KEY: 'a'.repeat(64), OMNI_RECOVERY_PHRASE: '' }

  async function dataWith(name: string): Promise<string> {
    const folder = mkdtempSync(join(root, `${name}-`))
    const omni = await startTestHub({ folder, secretBox })
    await omni.panel.instances.create({ name, channel: 'simulator' })
    await omni.stop()
    return folder
  }

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'omni-cut-'))
    old = await dataWith('old')
    const other = await dataWith('new')
    const omni = await startTestHub({ folder: other, secretBox })
    phrase = (await omni.panel.recoveryPhrase.show()).words.join(' ')
    await omni.stop()
    backup = (await offlineHub(other, secretBox).backUp()).path
    // As a crash leaves it, with a log that must never meet another database.
    writeFileSync(join(old, 'omni.db-wal'), '')
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  /** Resolves to whether it came to its end. */
  async function cutAt(step: number, args: string[], more: NodeJS.ProcessEnv): Promise<boolean> {
    const child = spawn(process.execPath, ['--import', preload, headless, ...args], {
      env: { ...process.env, ...env, ...more, KILL_AT: String(step) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [output, complaints, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    if (signal === 'SIGKILL') return false
    expect([code, complaints + output]).toEqual([0, expect.any(String)])
    return true
  }

  /** The accounts that whoever starts next finds there. */
  async function accountsIn(folder: string): Promise<string[]> {
    const file = join(folder, 'omni.db')
    const storage = await openSqliteStorage({ file, worker: storageWorker })
    try {
      await storage.checkCopy(file)
      return (await storage.listInstances()).map(({ name }) => name)
    } finally {
      await storage.close()
    }
  }

  /** Runs `cut` for each step (or each `stride`-th) until one came to its end; resolves to how many were cut. */
  async function eachStep(cut: (step: number) => Promise<boolean>): Promise<number> {
    for (let first = 0; first * stride < MOST_STEPS; first += AT_ONCE) {
      const steps = Array.from({ length: AT_ONCE }, (_, index) => (first + index) * stride + 1)
      const ended = await Promise.all(steps.map(cut))
      const at = ended.indexOf(true)
      if (at !== -1) return first + at
    }
    throw new Error('it has more steps than the test looks at')
  }

  describe('a restore that is cut off', () => {
    it('leaves the old data or the new ones, at each of its steps, and can be done again', async () => {
      const found: Record<string, number> = { old: 0, new: 0 }
      const steps = await eachStep(async (step) => {
        const folder = join(root, `restore-${step}`)
        cpSync(old, folder, { recursive: true })
        const isDone = await cutAt(step, ['restore', backup, '--replace'], { OMNI_DATA_DIR: folder, OMNI_RECOVERY_PHRASE: phrase })
        const [account = 'none', ...others] = await accountsIn(folder)
        expect(others).toEqual([])
        expect(['old', 'new']).toContain(account)
        if (isDone) expect(account).toBe('new')
        found[account] = (found[account] ?? 0) + 1
        const left = readdirSync(folder).filter((name) => name.startsWith('omni.db.restor'))
        expect(left).toEqual([])
        // What was replaced is kept, and whole.
        const aside = readdirSync(folder).find((name) => name.startsWith('omni.db.before-restore-'))
        expect(aside !== undefined).toBe(account === 'new')
        if (aside !== undefined) expect(await accountsIn(join(folder, aside))).toEqual(['old'])
        rmSync(folder, { recursive: true })
        return isDone
      })
      expect(steps).toBeGreaterThan(10 / stride)
      expect([found['old'], found['new']].every((count) => (count ?? 0) > 0)).toBe(true)
    })

    it('into an empty folder leaves nothing or everything', async () => {
      await eachStep(async (step) => {
        const folder = mkdtempSync(join(root, 'empty-'))
        const isDone = await cutAt(step, ['restore', backup], { OMNI_DATA_DIR: folder, OMNI_RECOVERY_PHRASE: phrase })
        expect(['', 'new']).toContain((await accountsIn(folder)).join())
        if (isDone) expect(await accountsIn(folder)).toEqual(['new'])
        rmSync(folder, { recursive: true })
        return isDone
      })
    })
  })

  describe('a backup that is cut off', () => {
    it('leaves no file that looks like one, and the next is made as if nothing had been', async () => {
      const steps = await eachStep(async (step) => {
        const folder = join(root, `backup-${step}`)
        cpSync(old, folder, { recursive: true })
        const isDone = await cutAt(step, ['backup'], { OMNI_DATA_DIR: folder })
        const backups = join(folder, 'backups')
        const made = () => (existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.age')) : [])
        for (const name of made()) expect(readFileSync(join(backups, name)).length).toBeGreaterThan(10_000)
        if (isDone) expect(made()).toHaveLength(1)
        expect(await cutAt(0, ['backup'], { OMNI_DATA_DIR: folder })).toBe(true)
        expect(readdirSync(backups).filter((name) => !name.endsWith('.age'))).toEqual([])
        expect(existsSync(join(folder, 'backup-work'))).toBe(false)
        expect(await accountsIn(folder)).toEqual(['old'])
        rmSync(folder, { recursive: true })
        return isDone
      })
      expect(steps).toBeGreaterThan(8 / stride)
    })
  })
}
