/**
 * The library behind this channel, loaded when the first account needs it: it costs half a second
 * and some 40 MB that a shop with other channels never pays.
 */
import { createRequire } from 'node:module'
import { type CipherClass, queuePerStore } from './signal-queue.ts'

export type Baileys = typeof import('baileys')

let loading: Promise<Baileys> | null = null

/** Throws what the import throws; a failed load is tried again by the next caller. */
export function loadBaileys(): Promise<Baileys> {
  loading ??= import('baileys').then(
    (baileys) => {
      const { SessionRecord, SessionCipher } = libsignal()
      hush(SessionRecord)
      queuePerStore(SessionCipher)
      return baileys
    },
    (error: unknown) => {
      loading = null
      throw error
    },
  )
  return loading
}

/** Has any account needed it in this process? */
export const isBaileysLoaded = (): boolean => loading !== null

interface SessionRecordClass {
  prototype: Record<string, (...args: unknown[]) => unknown>
}

/** The very one that Baileys uses. */
function libsignal(): { SessionRecord: SessionRecordClass; SessionCipher: CipherClass } {
  return createRequire(createRequire(import.meta.url).resolve('baileys'))('libsignal')
}

/**
 * libsignal prints whole sessions, private keys included, to the console whenever it opens or closes
 * one. These methods are synchronous, so nothing else can print while they are hushed.
 */
function hush({ prototype }: SessionRecordClass): void {
  for (const name of ['openSession', 'closeSession', 'removeOldSessions']) {
    const method = prototype[name]
    if (method === undefined) throw new Error(`libsignal has no ${name} any more: look at what it prints`)
    prototype[name] = function hushed(this: unknown, ...args: unknown[]) {
      const { info, warn } = console
      console.info = console.warn = () => undefined
      try {
        return method.apply(this, args)
      } finally {
        console.info = info
        console.warn = warn
      }
    }
  }
}
