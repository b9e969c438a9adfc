/**
 * The library behind this channel, loaded when the first account needs it: it costs half a second
 * and some 40 MB that a shop with other channels never pays.
 */
import { createRequire } from 'node:module'

export type Baileys = typeof import('baileys')

let loading: Promise<Baileys> | null = null

/** Throws what the import throws; a failed load is tried again by the next caller. */
export function loadBaileys(): Promise<Baileys> {
  loading ??= import('baileys').then(
    (baileys) => {
      hushSessions()
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

/**
 * libsignal prints whole sessions, private keys included, to the console whenever it opens or closes
 * one. These methods are synchronous, so nothing else can print while they are hushed.
 */
function hushSessions(): void {
  const require = createRequire(createRequire(import.meta.url).resolve('baileys'))
  const { SessionRecord } = require('libsignal') as { SessionRecord: { prototype: Record<string, (...args: unknown[]) => unknown> } }
  for (const name of ['openSession', 'closeSession', 'removeOldSessions']) {
    const method = SessionRecord.prototype[name]
    if (method === undefined) throw new Error(`libsignal has no ${name} any more: look at what it prints`)
    SessionRecord.prototype[name] = function hushed(this: unknown, ...args: unknown[]) {
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
