/**
 * The data key of the vault, which is kept wrapped twice: by the host's secret box, for every start, and by the
 * recovery phrase, for the day when the box is lost. All of it is one row of the settings, so that a change of it
 * is written whole or not at all.
 *
 * The row is only replaced by what the key itself was at hand for: a box that cannot open it never does.
 */
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { errorCode, errorMessage, OmniError } from '../../../src-shared/errors.ts'
import type { Storage } from '../storage/port.ts'
import { VaultLocked } from './locked.ts'
import { newPhrase, wrappingKeyOf } from './phrase.ts'
import type { SecretBox } from './secret-box.ts'
import { createVault } from './vault.ts'

const SETTING = 'secrets.dataKey'
const KEY_BYTES = 32
/** What the two texts are bound to. */
const KEY_SCOPE = 'recovery-phrase/data-key'
const PHRASE_SCOPE = 'recovery-phrase'

const phraseSchema = z.object({
  /** The data key, wrapped by the phrase. */
  wrapped: z.string(),
  /** The phrase, sealed by the data key. */
  sealed: z.string(),
  madeAt: z.iso.datetime(),
  /** Its owner has written it down. */
  confirmedAt: z.iso.datetime().nullable(),
})
const savedSchema = z.object({
  /** The name of the box that wrapped it, and what it made of it, in base64. */
  box: z.string(),
  wrapped: z.string(),
  /** Missing in databases from before there was one. */
  phrase: phraseSchema.optional(),
})
type Saved = z.infer<typeof savedSchema>
export type SavedDataKey = Saved & { phrase: z.infer<typeof phraseSchema> }

export interface Means {
  storage: Pick<Storage, 'getSetting' | 'setSetting'>
  box: SecretBox
  /** A phrase that was typed, asked for only where the box cannot open the key. It throws when what was typed is none. */
  recoveryPhrase: () => string | null
  now: () => number
}

export interface DataKey {
  key: Uint8Array
  saved: SavedDataKey
  /** It was locked, and the phrase has opened it. */
  wasRecovered: boolean
}

/** Opens the data key, or makes one on the first start. Throws {@link VaultLocked} where neither the box nor the phrase opens it. */
export async function openDataKey(means: Means): Promise<DataKey> {
  const saved = await readSaved(means.storage)
  if (saved === null) {
    const key = new Uint8Array(randomBytes(KEY_BYTES))
    const made = { ...(await wrapByBox(means.box, key)), phrase: wrapByPhrase(key, newPhrase(), means.now()) }
    return { key, saved: await saveDataKey(means.storage, made), wasRecovered: false }
  }
  const opened = await openByBox(means.box, saved)
  if ('key' in opened) {
    const { key } = opened
    if (saved.phrase !== undefined) return { key, saved: { ...saved, phrase: saved.phrase }, wasRecovered: false }
    const phrase = wrapByPhrase(key, newPhrase(), means.now())
    return { key, saved: await saveDataKey(means.storage, { ...saved, phrase }), wasRecovered: false }
  }
  const { phrase } = saved
  const words = phrase === undefined ? null : asked(means)
  if (phrase === undefined || words === null) {
    const way = phrase === undefined ? '' : ', or unlock it with the recovery phrase'
    throw new VaultLocked(
      `The saved secrets are locked with another key (${saved.box}); this process has "${means.box.name}". Start it with the key it was set up with${way}.`,
      phrase !== undefined,
      opened.error,
    )
  }
  const key = openByPhrase(phrase, words)
  return { key, saved: await saveDataKey(means.storage, { ...(await wrapByBox(means.box, key)), phrase }), wasRecovered: true }
}

export async function saveDataKey(storage: Means['storage'], saved: SavedDataKey): Promise<SavedDataKey> {
  await storage.setSetting(SETTING, saved)
  return saved
}

/** Throws when the box does not give back what it was given. */
export async function wrapByBox(box: SecretBox, key: Uint8Array): Promise<Pick<Saved, 'box' | 'wrapped'>> {
  const wrapped = await box.wrap(key)
  if (!Buffer.from(await box.unwrap(wrapped)).equals(key))
    throw new OmniError('storage_unavailable', `The saved secrets are locked with a box that does not open again ("${box.name}").`)
  return { box: box.name, wrapped: Buffer.from(wrapped).toString('base64') }
}

export function wrapByPhrase(key: Uint8Array, phrase: string, nowMs: number): SavedDataKey['phrase'] {
  return {
    wrapped: createVault(wrappingKeyOf(phrase)).seal(KEY_SCOPE, Buffer.from(key).toString('base64')),
    sealed: createVault(key).seal(PHRASE_SCOPE, phrase),
    madeAt: new Date(nowMs).toISOString(),
    confirmedAt: null,
  }
}

export const phraseIn = (key: Uint8Array, { phrase }: SavedDataKey): string => createVault(key).open(PHRASE_SCOPE, phrase.sealed)

async function readSaved(storage: Means['storage']): Promise<Saved | null> {
  const saved = await storage.getSetting(SETTING)
  if (saved === null) return null
  const parsed = savedSchema.safeParse(saved)
  if (parsed.success) return parsed.data
  throw new OmniError(
    'storage_unavailable',
    'The saved secrets are locked with a key that cannot be read: its row in the database is damaged.',
    {
      cause: parsed.error,
    },
  )
}

/**
 * A box may also open wrong bytes without an error: what comes out must be a key, and open what the key has sealed.
 * Throws what a box says that could not even look, such as of a file that others can read.
 */
async function openByBox(box: SecretBox, saved: Saved): Promise<{ key: Uint8Array } | { error: unknown }> {
  let key: Uint8Array
  try {
    key = new Uint8Array(await box.unwrap(Buffer.from(saved.wrapped, 'base64')))
  } catch (error) {
    if (errorCode(error) === 'storage_unavailable') throw error
    return { error }
  }
  try {
    if (key.byteLength !== KEY_BYTES) throw new Error('what the box opened is not a key')
    if (saved.phrase !== undefined) createVault(key).open(PHRASE_SCOPE, saved.phrase.sealed)
    return { key }
  } catch (error) {
    return { error }
  }
}

function asked({ recoveryPhrase }: Means): string | null {
  try {
    return recoveryPhrase()
  } catch (error) {
    throw new VaultLocked(errorMessage(error), true, error)
  }
}

function openByPhrase(saved: SavedDataKey['phrase'], words: string): Uint8Array {
  try {
    return new Uint8Array(Buffer.from(createVault(wrappingKeyOf(words)).open(KEY_SCOPE, saved.wrapped), 'base64'))
  } catch (cause) {
    throw new VaultLocked('These words are a recovery phrase, but not the one of these data.', true, cause)
  }
}
