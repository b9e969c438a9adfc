/** Writes a backup: a tar with its manifest first, encrypted by age for one recipient, as a stream. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Encrypter, identityToRecipient } from 'age-encryption'
import { pack as createTar, type Pack } from 'tar-stream'
import { type ArchivedFile, DATABASE, FORMAT, MANIFEST, type Manifest, type ManifestFacts } from './manifest.ts'

export interface PackOrder {
  /** The copy of the database. Nobody may write to it meanwhile. */
  database: string
  /** What is there is overwritten. It is on the disk when this resolves. */
  into: string
  /** `AGE-SECRET-KEY-1…`: what will open it. */
  identity: string
  facts: ManifestFacts
}

/** Few large pieces: each is a trip through every stage. */
const PIECE_BYTES = 1024 * 1024

async function describe(path: string): Promise<ArchivedFile> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: PIECE_BYTES }), hash)
  return { name: DATABASE, sizeBytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

async function fill(tar: Pack, database: string, manifest: Manifest): Promise<void> {
  tar.entry({ name: MANIFEST, mode: 0o600 }, `${JSON.stringify(manifest, null, 2)}\n`)
  const [{ name, sizeBytes }] = manifest.files
  await pipeline(createReadStream(database, { highWaterMark: PIECE_BYTES }), tar.entry({ name, size: sizeBytes, mode: 0o600 }))
  tar.finalize()
}

/** Rejects as the file system does; what was written is then left to whoever called. */
export async function packBackup({ database, into, identity, facts }: PackOrder): Promise<void> {
  const manifest: Manifest = { format: FORMAT, ...facts, files: [await describe(database)] }
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const file = await open(into, 'w', 0o600)
  const tar = createTar()
  try {
    const filled = fill(tar, database, manifest)
    // Whichever of the two fails ends the other.
    filled.catch((error: Error) => tar.destroy(error))
    try {
      for await (const piece of await encrypter.encrypt(ReadableStream.from<Uint8Array>(tar as AsyncIterable<Buffer>)))
        await file.writeFile(piece)
    } finally {
      tar.destroy()
      await filled.catch(() => undefined)
    }
    await filled
    await file.sync()
  } finally {
    await file.close()
  }
}
