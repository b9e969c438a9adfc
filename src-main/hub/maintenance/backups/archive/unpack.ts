/**
 * Opens a backup and writes what is in it, as a stream. Nothing of it is trusted before its hash was compared: anybody
 * who knows the recipient can make a file that opens. So the names in the tar never become paths, only what the manifest
 * names is written, and no more of it than it says there.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Decrypter } from 'age-encryption'
import { extract as createExtract, type Header } from 'tar-stream'
import { errorMessage, OmniError } from '../../../../../src-shared/errors.ts'
import { type ArchivedFile, damaged, MANIFEST, MANIFEST_MAX_BYTES, type Manifest, readManifest } from './manifest.ts'

export interface UnpackOrder {
  file: string
  /** `AGE-SECRET-KEY-1…` */
  identity: string
  /** A folder that is there: the files get their names of the manifest. */
  into: string
}

const PIECE_BYTES = 1024 * 1024
/** How age's files begin. */
const MAGIC = 'age-encryption.org/v1'

const wrongPhrase = (cause: unknown) =>
  new OmniError(
    'unauthorized',
    'These words do not open this backup. A backup needs the recovery phrase that was valid when it was made.',
    { cause },
  )

/**
 * Resolves to the manifest when all of it is written, on the disk and as it was. Throws OmniError `unauthorized` for
 * another identity, `unsupported` for a newer format, `bad_request` for what is damaged or no backup; else as the file
 * system does. What was written until then is left to whoever called.
 */
export async function unpackBackup({ file, identity, into }: UnpackOrder): Promise<Manifest> {
  await requireBackup(file)
  const source = createReadStream(file, { highWaterMark: PIECE_BYTES })
  /** What the disk says is no damage of the backup. */
  let broken: unknown = null
  source.once('error', (error) => {
    broken ??= error
  })
  const keep = async <T>(writing: Promise<T>): Promise<T> => {
    try {
      return await writing
    } catch (error) {
      broken ??= error
      throw error
    }
  }
  try {
    const extract = createExtract()
    const plain = Readable.fromWeb((await decrypted(source, identity)) as Parameters<typeof Readable.fromWeb>[0])
    const feeding = pipeline(plain, extract)
    feeding.catch(() => undefined)
    const manifest = await readEntries(extract as AsyncIterable<Entry>, into, keep)
    // Only its end proves that nothing was cut off.
    await feeding
    return manifest
  } catch (error) {
    if (broken !== null) throw broken
    throw error instanceof OmniError ? error : damaged(error)
  } finally {
    source.destroy()
  }
}

async function requireBackup(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
    if (bytesRead === MAGIC.length && buffer.toString('latin1') === MAGIC) return
  } finally {
    await handle.close()
  }
  throw new OmniError('bad_request', 'This file is no backup of Omni.')
}

async function decrypted(source: Readable, identity: string): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>)
  } catch (error) {
    // The words of the library: it has no codes.
    throw errorMessage(error) === "no identity matched any of the file's recipients" ? wrongPhrase(error) : error
  }
}

type Entry = AsyncIterable<Buffer> & { header: Header }
type Keep = <T>(writing: Promise<T>) => Promise<T>

async function readEntries(entries: AsyncIterable<Entry>, into: string, keep: Keep): Promise<Manifest> {
  let manifest: Manifest | null = null
  let awaited: ArchivedFile[] = []
  for await (const entry of entries) {
    const { name, type, size = 0 } = entry.header
    if (type !== 'file') throw damaged(`"${name}" is no file`)
    if (manifest === null) {
      if (name !== MANIFEST || size > MANIFEST_MAX_BYTES) throw damaged('it does not begin with its manifest')
      manifest = readManifest(await bytesOf(entry))
      awaited = [...manifest.files]
      continue
    }
    const [expected, ...others] = awaited
    if (expected === undefined || name !== expected.name || size !== expected.sizeBytes) throw damaged(`"${name}" is not expected`)
    await writeEntry(entry, join(into, expected.name), expected.sha256, keep)
    awaited = others
  }
  if (manifest === null || awaited.length > 0) throw damaged('something is missing')
  return manifest
}

async function bytesOf(entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of entry) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function writeEntry(entry: Entry, path: string, sha256: string, keep: Keep): Promise<void> {
  const hash = createHash('sha256')
  const file = await keep(open(path, 'wx', 0o600))
  try {
    for await (const piece of entry) {
      hash.update(piece)
      await keep(file.writeFile(piece))
    }
    await keep(file.sync())
  } finally {
    await file.close()
  }
  if (hash.digest('hex') !== sha256) throw damaged('a file is not as it was')
}
