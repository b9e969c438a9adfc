/** From one computer to another: a backup, the words, and everything is there, but no account connects by itself. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backupIdentityOf } from '../../../src-main/hub/secrets/phrase.ts'
import { keyBox } from '../../../src-main/secret-box/key-box.ts'
import { ensureAge } from '../../../tools/find-age.ts'
import { dumpDatabase } from '../../support/database-dump.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { offlineHub } from '../../support/offline-hub.ts'
import { linkInstance, SHOP, whenConnection } from '../../support/whatsapp-server/linked-shop.ts'
import { MediaHost, trustTestCertificates } from '../../support/whatsapp-server/media-host.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
const OLD = keyBox('old', new Uint8Array(32).fill(1))
const NEW = keyBox('new', new Uint8Array(32).fill(2))
const HELD = 'It came from a backup, and is not connected before you say that the other computer is off.'
/** What a restore changes: which installation it is, what is held, by what the key is locked, and when which backup was made. */
const CHANGED = { settings: ['secrets.dataKey', 'installation.id', 'accounts.held', 'backups'] }

const PICTURE = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]), Buffer.alloc(5000, 7)])

let whatsapp: FakeWhatsApp
let host: MediaHost
let distrust: () => void
let mediaId: string
let before: TestHub
let backup: string
let phrase: string
const folders: string[] = []

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'omni-moved-'))
  folders.push(folder)
  return folder
}

beforeAll(async () => {
  distrust = trustTestCertificates()
  whatsapp = await startWhatsAppServer()
  host = new MediaHost()
  await host.start(whatsapp)
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  before = await startTestHub({ secretBox: OLD })
  await linkInstance(before.panel, whatsapp)
  await before.panel.instances.create({ name: 'trying', channel: 'simulator' })
  await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hello', pushName: 'Ana' })
  await whatsapp.whenReceived(1)
  const live = await watchLive(before.panel)
  const id = await whatsapp.deliver({ to: SHOP.phone, from: ANA, message: host.picture(PICTURE) })
  const event = await live.until(
    (one) =>
      one.type === 'message.changed' &&
      one.message.externalId === id &&
      one.message.media !== null &&
      one.message.media.isFetching !== true,
  )
  live.stop()
  if (event.type === 'message.changed') mediaId = event.message.media?.id ?? ''
  phrase = (await before.panel.recoveryPhrase.show()).words.join(' ')
  const made = await before.panel.backups.create()
  const kept = newFolder()
  backup = join(kept, made.name)
  writeFileSync(backup, readFileSync(made.path))
}, 120_000)
afterAll(async () => {
  await before.stop()
  await whatsapp.stop()
  await host.stop()
  distrust()
  delete process.env['OMNI_WHATSAPP_WS_URL']
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  it('is opened by age itself, with the identity that the words make', () => {
    const folder = newFolder()
    const keyFile = join(folder, 'key.txt')
    writeFileSync(keyFile, `${backupIdentityOf(phrase)}\n`)
    execFileSync(ensureAge(), ['-d', '-i', keyFile, '-o', join(folder, 'backup.tar'), backup])
    execFileSync('tar', ['-xf', 'backup.tar'], { cwd: folder })
    expect(readdirSync(folder).sort()).toEqual(['backup.tar', 'key.txt', 'manifest.json', 'omni.db'])
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({ format: 1, schema: '0000_baseline' })
    expect(Object.keys(dumpDatabase(join(folder, 'omni.db')))).toContain('channel_keys')
  })

  it('leaves nothing that is not encrypted', () => {
    expect(existsSync(join(before.folder, 'backup-work'))).toBe(false)
    expect(readdirSync(join(before.folder, 'backups')).every((name) => name.endsWith('.age'))).toBe(true)
    const bytes = readFileSync(backup).toString('latin1')
    for (const plain of ['SQLite format 3', 'omni.db', 'channel_keys', SHOP.phone]) expect(bytes).not.toContain(plain)
  })
})

describe('on a new computer', () => {
  let folder: string
  let after: TestHub

  beforeAll(async () => {
    folder = newFolder()
    await offlineHub(folder, NEW).restore({ file: backup, phrase })
  })
  afterAll(async () => {
    await after?.stop()
  })

  it('everything is there as it was', () => {
    const left = readdirSync(folder).filter((name) => name.startsWith('omni.db'))
    expect(left.sort()).toEqual(['omni.db', 'omni.db.lock'])
    const opened = newFolder()
    const keyFile = join(opened, 'key.txt')
    writeFileSync(keyFile, `${backupIdentityOf(phrase)}\n`)
    execFileSync(ensureAge(), ['-d', '-i', keyFile, '-o', join(opened, 'backup.tar'), backup])
    execFileSync('tar', ['-xf', 'backup.tar'], { cwd: opened })
    const restored = dumpDatabase(join(folder, 'omni.db'), CHANGED)
    expect(restored).toEqual(dumpDatabase(join(opened, 'omni.db'), CHANGED))
    expect(restored['messages']).toMatch(/^[1-9]/)
  })

  it('the secrets open with the box of that computer, and no account connects by itself', async () => {
    const connections = whatsapp.connections.length
    after = await startTestHub({ folder, secretBox: NEW })
    expect(Buffer.from((await after.hub.readMedia(mediaId))?.bytes ?? []).equals(PICTURE)).toBe(true)
    expect((await after.panel.instances.get({ name: 'shop' })).connection).toMatchObject({ state: 'disconnected', message: HELD })
    expect((await after.panel.instances.get({ name: 'trying' })).connection.state).toBe('connected')
    for (const command of ['connect', 'restart', 'logout'] as const)
      await expect(after.panel.instances[command]({ name: 'shop' })).rejects.toThrow(HELD)
    expect((await after.rest('POST', '/instances/shop/connect')).status).toBe(409)
    await after.panel.instances.update({ name: 'shop', isActive: false })
    await after.panel.instances.update({ name: 'shop', isActive: true })
    expect(whatsapp.connections).toHaveLength(connections)
    const health = (await after.rest('GET', '/health', undefined, { root: true })).body as { status: string; checks: { channels: object } }
    expect([health.status, health.checks.channels]).toEqual(['degraded', { shop: 'held', trying: 'connected' }])
    const { attention } = await after.panel.system.home()
    expect(attention.map(({ kind }) => kind)).toContain('accounts_held')
    expect(attention.map(({ kind }) => kind)).not.toContain('disconnected')
    expect(await after.panel.backups.held()).toMatchObject({ instanceNames: ['shop', 'trying'] })
    await after.restart()
    expect((await after.panel.instances.get({ name: 'shop' })).connection).toMatchObject({ message: HELD })
    expect(whatsapp.connections).toHaveLength(connections)
  })

  it('the accounts connect with the same link once the other computer is said to be off', async () => {
    await before.hub.stop()
    await after.panel.backups.confirmOldIsOff()
    await whenConnection(after.panel, 'shop', ({ state }) => state === 'connected')
    expect(whatsapp.accounts.get(SHOP.phone)?.devices).toHaveLength(1)
    expect(await after.panel.backups.held()).toBeNull()
    const received = whatsapp.received.length
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Still there?' })
    await whatsapp.whenReceived(received + 1)
    await after.restart()
    await whenConnection(after.panel, 'shop', ({ state }) => state === 'connected')
  })

  it('it is another installation, whose backups have a name of their own and open with the same words', async () => {
    const { name, path } = await after.panel.backups.create()
    expect(name.slice(-12)).not.toBe(backup.slice(-12))
    const third = newFolder()
    await offlineHub(third, NEW).restore({ file: path, phrase })
    expect(existsSync(join(third, 'omni.db'))).toBe(true)
  })
})
