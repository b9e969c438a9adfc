/**
 * Keys of the REST API: `sk-omni-` and 32 random bytes. Only a hash is kept. A key has a scope and
 * may be limited to some instances.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { ApiKey } from '../../../src-shared/contract/system.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import { newId } from '../runtime/ids.ts'
import type { Storage } from '../storage/port.ts'
import type { ApiKeyRecord } from '../storage/records.ts'

/** "Last used" is for people: it is written at most this often per key. */
const TOUCH_EVERY_MS = 60_000

export interface ApiKeyService {
  load(): Promise<void>
  list(): ApiKey[]
  create(input: Pick<ApiKey, 'name' | 'scope' | 'instanceNames'>): Promise<ApiKey & { key: string }>
  /** Makes sure that this key exists as an admin key (OMNI_API_KEY at the first start). */
  ensure(key: string): Promise<void>
  revoke(id: string): Promise<void>
  /** The instance is gone: no key covers a later one of its name, and one that was limited to it covers none. */
  forgetInstance(name: string): void
  /** The key's record, or null for an unknown key. */
  verify(key: string): ApiKey | null
}

// A key is 256 random bits: a plain hash is enough, there is nothing to guess.
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

const view = ({ hash: _, ...key }: ApiKeyRecord): ApiKey => key

export function createApiKeyService(storage: Storage, now: () => number): ApiKeyService {
  const byHash = new Map<string, ApiKeyRecord>()
  const touchedAt = new Map<string, number>()

  async function add(key: string, input: Pick<ApiKey, 'name' | 'scope' | 'instanceNames'>): Promise<ApiKeyRecord> {
    const record: ApiKeyRecord = {
      ...input,
      id: newId(),
      prefix: key.slice(0, 12),
      hash: hashOf(key),
      createdAt: new Date(now()).toISOString(),
      lastUsedAt: null,
    }
    // At once, so that an instance which goes meanwhile is taken off it, too; nobody knows the key yet.
    byHash.set(record.hash, record)
    await storage.createApiKey(record).catch((error: unknown) => {
      byHash.delete(record.hash)
      throw error
    })
    return record
  }

  return {
    async load() {
      for (const record of await storage.listApiKeys()) byHash.set(record.hash, record)
    },
    list: () => [...byHash.values()].map(view),
    async create(input) {
      const key = `sk-omni-${randomBytes(32).toString('base64url')}`
      return { ...view(await add(key, input)), key }
    },
    async ensure(key) {
      if (!byHash.has(hashOf(key))) await add(key, { name: 'OMNI_API_KEY', scope: 'admin', instanceNames: null })
    },
    async revoke(id) {
      if (!(await storage.removeApiKey(id))) throw new OmniError('not_found', 'This key no longer exists.')
      for (const record of byHash.values()) if (record.id === id) byHash.delete(record.hash)
    },
    forgetInstance(name) {
      for (const [hash, { instanceNames, ...key }] of byHash)
        if (instanceNames?.includes(name) === true) byHash.set(hash, { ...key, instanceNames: instanceNames.filter((one) => one !== name) })
    },
    verify(key) {
      const record = byHash.get(hashOf(key))
      if (record === undefined) return null
      if (now() - (touchedAt.get(record.id) ?? 0) > TOUCH_EVERY_MS) {
        touchedAt.set(record.id, now())
        const at = new Date(now()).toISOString()
        byHash.set(record.hash, { ...record, lastUsedAt: at })
        storage.touchApiKey(record.id, at).catch(() => {})
      }
      return view(record)
    },
  }
}
