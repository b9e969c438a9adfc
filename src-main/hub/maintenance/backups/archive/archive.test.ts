import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { pack as createTar, type Header } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Manifest } from './manifest.ts'
import { packBackup } from './pack.ts'
import { unpackBackup } from './unpack.ts'

const DAMAGED = 'The backup is damaged: it was cut off or changed since it was made. Use another one.'
const facts = { app: '0.1.0', schema: '0000_baseline', installationId: randomUUID(), madeAt: '2026-11-30T12:00:00.000Z' }

let folder: string
let identity: string
/** Of several pieces of age, and no whole number of them. */
const content = randomBytes(200_000)
let good: Buffer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-archive-'))
  identity = await generateX25519Identity()
  writeFileSync(join(folder, 'database'), content)
  await packBackup({ database: join(folder, 'database'), into: join(folder, 'good.age'), identity, facts })
  good = readFileSync(join(folder, 'good.age'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
/** Opens these bytes; `left` is what was written. */
async function open(
  bytes: Uint8Array,
  by = identity,
): Promise<{ manifest: Manifest | null; code: string | null; message: string; left: string[] }> {
  count += 1
  const file = join(folder, `try-${count}.age`)
  const into = join(folder, `into-${count}`)
  writeFileSync(file, bytes)
  mkdirSync(into)
  try {
    const manifest = await unpackBackup({ file, identity: by, into })
    expect(readFileSync(join(into, 'omni.db')).equals(content)).toBe(true)
    return { manifest, code: null, message: '', left: readdirSync(into) }
  } catch (error) {
    const { code = null, message } = error as Error & { code?: string }
    return { manifest: null, code, message, left: readdirSync(into) }
  } finally {
    rmSync(file)
    rmSync(into, { recursive: true })
  }
}

describe('a backup', () => {
  it('gives back what was put in, and says what it is', async () => {
    const { manifest, left } = await open(good)
    expect(left).toEqual(['omni.db'])
    expect(manifest).toMatchObject({ format: 1, ...facts, files: [{ name: 'omni.db', sizeBytes: content.length }] })
  })

  it('opens with no other words', async () => {
    expect(await open(good, await generateX25519Identity())).toMatchObject({ code: 'unauthorized', left: [] })
  })

  it('is refused where any byte of it was changed', async () => {
    const place = fc.oneof(fc.nat(400), fc.nat(good.length - 1))
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const spoiled = Buffer.from(good)
        spoiled[at] = (spoiled[at] ?? 0) ^ change
        const { code, message } = await open(spoiled)
        // In the lines that hold the key, a slip looks like other words.
        expect(message).toMatch(/^The backup is damaged|^These words do not open this backup|^This file is no backup/)
        expect(code).toMatch(/^(bad_request|unauthorized)$/)
        if (at > 400) expect(message).toBe(DAMAGED)
      }),
      { numRuns: 150 },
    )
  })

  it('is refused where it was cut off anywhere, or goes on behind its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(400), fc.nat(good.length - 1)), async (length) => {
        const { code, message } = await open(good.subarray(0, length))
        expect([code, message]).toEqual(['bad_request', length < 21 ? 'This file is no backup of Omni.' : DAMAGED])
      }),
      { numRuns: 100 },
    )
    expect(await open(Buffer.concat([good, Buffer.from('x')]))).toMatchObject({ message: DAMAGED })
  })

  it.each([
    ['an empty file', ''],
    ['a database', 'SQLite format 3\0 and so on and on'],
    ['a zip', 'PK\x03\x04 and so on and on and on'],
  ])('is told from %s', async (_what, text) => {
    expect(await open(Buffer.from(text))).toMatchObject({ code: 'bad_request', message: 'This file is no backup of Omni.' })
  })
})

interface Forged {
  header: Partial<Header> & Pick<Header, 'name'>
  body?: string | Buffer
}

/** Anybody who knows the recipient can make one. */
async function forge(entries: Forged[], end = true): Promise<Buffer> {
  const tar = createTar()
  for (const { header, body } of entries) tar.entry(header, body ?? '')
  if (end) tar.finalize()
  else tar.push(null)
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const pieces: Uint8Array[] = []
  for await (const piece of tar as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.from(await encrypter.encrypt(Buffer.concat(pieces)))
}

describe('a backup that somebody made up', () => {
  const honest = { format: 1, ...facts }
  const { sha256, sizeBytes } = { sha256: '', sizeBytes: content.length }
  const manifest = (change: object = {}): Forged => {
    const files = [{ name: 'omni.db', sizeBytes, sha256: hashOf }]
    return { header: { name: 'manifest.json' }, body: JSON.stringify({ ...honest, files, ...change }) }
  }
  let hashOf = sha256
  beforeAll(async () => {
    hashOf = (await open(good)).manifest?.files[0].sha256 ?? ''
  })
  const database: Forged = { header: { name: 'omni.db' }, body: content }

  it('is opened when it has the form of a real one', async () => {
    expect(await open(await forge([manifest(), database]))).toMatchObject({ code: null })
  })

  it.each<[string, () => Forged[]]>([
    ['a path out of the folder', () => [manifest(), { header: { name: '../omni.db' }, body: content }]],
    ['an absolute path', () => [manifest(), { header: { name: '/etc/cron.d/omni' }, body: content }]],
    ['a path of Windows', () => [manifest(), { header: { name: 'C:\\omni.db' }, body: content }]],
    ['a path that only seems to be the name', () => [manifest(), { header: { name: './omni.db' }, body: content }]],
    ['a link', () => [manifest(), { header: { name: 'omni.db', type: 'symlink', linkname: '/etc/passwd' } }]],
    ['a hard link', () => [manifest(), { header: { name: 'omni.db', type: 'link', linkname: '../master.key' } }]],
    ['a device', () => [manifest(), { header: { name: 'omni.db', type: 'character-device', devmajor: 1, devminor: 3 } }]],
    ['a folder', () => [manifest(), { header: { name: 'omni.db', type: 'directory' } }, database]],
    ['a name nobody knows', () => [manifest(), { header: { name: 'autostart.sh' }, body: 'x' }, database]],
    ['more than it says', () => [manifest(), { header: { name: 'omni.db' }, body: Buffer.concat([content, Buffer.from('x')]) }]],
    ['less than it says', () => [manifest(), { header: { name: 'omni.db' }, body: content.subarray(1) }]],
    ['other bytes', () => [manifest(), { header: { name: 'omni.db' }, body: randomBytes(content.length) }]],
    ['the file twice', () => [manifest(), database, database]],
    ['a second manifest', () => [manifest(), manifest(), database]],
    ['something behind the end', () => [manifest(), database, { header: { name: 'more' }, body: 'x' }]],
    ['no file', () => [manifest()]],
    ['nothing', () => []],
    ['no manifest', () => [database]],
    ['a manifest that is no JSON', () => [{ header: { name: 'manifest.json' }, body: 'x' }, database]],
    ['a manifest as large as a disk', () => [{ header: { name: 'manifest.json' }, body: Buffer.alloc(70_000, ' ') }, database]],
    ['a manifest that names another file', () => [manifest({ files: [{ name: '../x', sizeBytes: 1, sha256: hashOf }] }), database]],
    ['a manifest of no files', () => [manifest({ files: [] }), database]],
    ['a format of the past', () => [manifest({ format: 0 }), database]],
  ])('is refused for %s, in plain words', async (_what, entries) => {
    const { code, message, left } = await open(await forge(entries()))
    expect([code, message]).toEqual(['bad_request', DAMAGED])
    expect(left.filter((name) => name !== 'omni.db')).toEqual([])
    expect(existsSync(join(folder, 'omni.db'))).toBe(false)
  })

  it('is refused where the tar in it was cut off', async () => {
    const whole = createTar()
    whole.entry({ name: 'manifest.json' }, String(manifest().body))
    whole.entry({ name: 'omni.db' }, content)
    const pieces: Buffer[] = []
    whole.finalize()
    for await (const piece of whole as AsyncIterable<Buffer>) pieces.push(piece)
    const encrypter = new Encrypter()
    encrypter.addRecipient(await identityToRecipient(identity))
    const cut = await encrypter.encrypt(Buffer.concat(pieces).subarray(0, 100_000))
    expect(await open(cut)).toMatchObject({ code: 'bad_request', message: DAMAGED })
  })

  it('of a newer format says which version made it, whatever else is in it', async () => {
    const newer = { header: { name: 'manifest.json' }, body: JSON.stringify({ format: 2, app: '3.1.4', parts: [] }) }
    expect(await open(await forge([newer, { header: { name: 'parts/1' }, body: 'x' }]))).toMatchObject({
      code: 'unsupported',
      message: 'The backup was made by a newer version of Omni (3.1.4). Install that version first.',
    })
  })
})
