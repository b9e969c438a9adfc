/** What a backup says of itself: the first entry of its tar. */
import * as z from 'zod'
import { OmniError } from '../../../../../src-shared/errors.ts'

/** The version of the format. One more where an older Omni could not read it. */
export const FORMAT = 1
export const MANIFEST = 'manifest.json'
/** A few hundred bytes as we write it. */
export const MANIFEST_MAX_BYTES = 64 * 1024
export const DATABASE = 'omni.db'

const fileSchema = z.object({
  /** All that a backup may hold: media, keys of linked accounts and the journal are in the database. */
  name: z.literal(DATABASE),
  sizeBytes: z.number().int().min(1),
  /** In hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ArchivedFile = z.infer<typeof fileSchema>

const madeBySchema = z.object({ format: z.number().int(), app: z.string().max(50) })

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** The version of Omni that made it. */
  app: z.string().max(50),
  /** The newest migration of the database. */
  schema: z.string().max(100),
  /** The installation that made it. */
  installationId: z.uuid(),
  madeAt: z.iso.datetime(),
  files: z.tuple([fileSchema]),
})
export type Manifest = z.infer<typeof manifestSchema>
/** What whoever makes a backup knows before it is written. */
export type ManifestFacts = Pick<Manifest, 'app' | 'schema' | 'installationId' | 'madeAt'>

export const damaged = (cause?: unknown) =>
  new OmniError('bad_request', 'The backup is damaged: it was cut off or changed since it was made. Use another one.', { cause })

export const newerVersion = (app: string) =>
  new OmniError('unsupported', `The backup was made by a newer version of Omni (${app}). Install that version first.`)

/** Throws an OmniError in plain words. */
export function readManifest(bytes: Uint8Array): Manifest {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw damaged(cause)
  }
  // Looked at first: the rest of a newer one may be anything.
  const madeBy = madeBySchema.safeParse(json)
  if (madeBy.success && madeBy.data.format > FORMAT) throw newerVersion(madeBy.data.app)
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) throw damaged(parsed.error)
  return parsed.data
}
