/**
 * The link to WhatsApp as it is kept: the credentials of the device, and Signal's keys by the
 * thousand. Without them nothing that customers write can be read, so every change is durable
 * before WhatsApp is told of it (see durable-writes.ts).
 */
import type { AuthenticationCreds, SignalDataSet, SignalDataTypeMap, SignalKeyStore } from 'baileys'
import { errorCode } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { ChannelKeys } from '../port.ts'
import type { Baileys } from './baileys.ts'
import { BoundedCache } from './bounded-cache.ts'
import { DurableWrites } from './durable-writes.ts'
import { libraryLog } from './library-log.ts'

const CREDS = 'creds'
const CACHED_KEYS = 2000

/** `damaged`: they are there and cannot be read. */
export type LoadedCreds = { kind: 'none' } | { kind: 'damaged' } | { kind: 'saved'; text: string; isLinked: boolean }

/** Looks for saved credentials without loading the library. */
export async function readCreds(keys: ChannelKeys): Promise<LoadedCreds> {
  const { values, unreadable } = await keys.get(CREDS, [CREDS])
  if (unreadable.length > 0) return { kind: 'damaged' }
  const text = values[CREDS]
  if (text === undefined) return { kind: 'none' }
  try {
    const creds: unknown = JSON.parse(text)
    if (typeof creds !== 'object' || creds === null || !('noiseKey' in creds)) return { kind: 'damaged' }
    return { kind: 'saved', text, isLinked: 'account' in creds && Boolean(creds.account) }
  } catch {
    return { kind: 'damaged' }
  }
}

export class AuthStore {
  readonly writes = new DurableWrites()
  readonly creds: AuthenticationCreds
  readonly keys: SignalKeyStore
  readonly #store: ChannelKeys
  readonly #baileys: Baileys
  readonly #log: Logger

  /** @param saved the text of {@link readCreds}, or null for a device that is yet to be linked */
  constructor(baileys: Baileys, store: ChannelKeys, saved: string | null, log: Logger) {
    this.#baileys = baileys
    this.#store = store
    this.#log = log
    this.creds = saved === null ? baileys.initAuthCreds() : (JSON.parse(saved, baileys.BufferJSON.reviver) as AuthenticationCreds)
    // Baileys holds everything back for 20 s while it awaits the first history, which comes right after
    // linking or never. History that is late all the same is taken as it comes.
    if (saved !== null) this.creds.accountSyncCounter = Math.max(1, this.creds.accountSyncCounter)
    const durable: SignalKeyStore = { get: (type, ids) => this.#get(type, ids), set: (data) => this.#set(data) }
    this.keys = baileys.makeCacheableSignalKeyStore(durable, libraryLog(log), new BoundedCache(CACHED_KEYS))
  }

  /** The phone has taken this device. */
  get isLinked(): boolean {
    return this.creds.account !== undefined && this.creds.account !== null
  }

  /** What an unfinished pairing left behind would make WhatsApp refuse the next one. */
  forgetUnfinishedPairing(): void {
    if (this.isLinked) return
    delete this.creds.me
    this.creds.pairingCode = undefined
    this.creds.registered = false
  }

  saveCreds(): Promise<void> {
    const value = JSON.stringify(this.creds, this.#baileys.BufferJSON.replacer)
    return this.writes.track(this.#store.set([{ category: CREDS, id: CREDS, value }]))
  }

  async #get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]): Promise<{ [id: string]: SignalDataTypeMap[T] }> {
    const { values, unreadable } = await this.#store.get(type, ids)
    // One damaged key is one session that is made again by Signal's own means: no reason to stop.
    if (unreadable.length > 0) this.#log.warn({ type, count: unreadable.length }, 'a saved key cannot be read and is passed over')
    const found: { [id: string]: SignalDataTypeMap[T] } = {}
    for (const [id, text] of Object.entries(values)) {
      const value: unknown = JSON.parse(text, this.#baileys.BufferJSON.reviver)
      const isSyncKey = type === 'app-state-sync-key' && typeof value === 'object' && value !== null
      found[id] = (isSyncKey ? this.#baileys.proto.Message.AppStateSyncKeyData.fromObject(value) : value) as SignalDataTypeMap[T]
    }
    return found
  }

  #set(data: SignalDataSet): Promise<void> {
    const entries = Object.entries(data).flatMap(([category, values]) =>
      Object.entries(values ?? {}).map(([id, value]) => ({
        category,
        id,
        value: value === null || value === undefined ? null : JSON.stringify(value, this.#baileys.BufferJSON.replacer),
      })),
    )
    const write = this.#store.set(entries)
    this.writes.track(write)
    // After the hub has stopped no frame leaves any more, because the write has failed; the library only has
    // to come to its end. While it waits it keeps its cache locked, and all that asks for a key waits, too.
    return write.catch((error: unknown) => {
      if (errorCode(error) !== 'cancelled') throw error
    })
  }
}
