/** The channel alone with a small hub around it: its keys, settings, events and reports in memory. */

import type { ChannelContext, ChannelEvent, ChannelKeys, ConnectionPatch } from '../../../src-main/hub/channels/port.ts'
import { type ChannelSeams, WhatsAppWebChannel } from '../../../src-main/hub/channels/whatsapp-web/channel.ts'
import { silentLog } from '../../../src-main/hub/observe/log.ts'
import { createOutside } from '../../../src-main/hub/runtime/http/outside.ts'

export class MemoryChannelKeys implements ChannelKeys {
  readonly values = new Map<string, string>()
  /** `category/id` of entries that cannot be read any more. */
  readonly damaged = new Set<string>()

  async get(category: string, ids: string[] | null): Promise<{ values: Record<string, string>; unreadable: string[] }> {
    const all = [...this.values].flatMap(([key, value]) =>
      key.startsWith(`${category}/`) ? [[key.slice(category.length + 1), value] as const] : [],
    )
    const found = all.filter(([id]) => ids === null || ids.includes(id))
    const isDamaged = ([id]: readonly [string, string]) => this.damaged.has(`${category}/${id}`)
    return { values: Object.fromEntries(found.filter((one) => !isDamaged(one))), unreadable: found.filter(isDamaged).map(([id]) => id) }
  }

  async set(entries: { category: string; id: string; value: string | null }[]): Promise<void> {
    for (const { category, id, value } of entries) {
      this.damaged.delete(`${category}/${id}`)
      if (value === null) this.values.delete(`${category}/${id}`)
      else this.values.set(`${category}/${id}`, value)
    }
  }

  async clear(categories: string[] | null): Promise<void> {
    for (const key of [...this.values.keys()])
      if (categories === null || categories.includes(key.split('/')[0] ?? '')) {
        this.values.delete(key)
        this.damaged.delete(key)
      }
  }
}

export class WebChannelHarness {
  readonly keys = new MemoryChannelKeys()
  readonly events: ChannelEvent[] = []
  readonly reports: ConnectionPatch[] = []
  settings: Record<string, unknown> = { isAcknowledged: true }
  channel: WhatsAppWebChannel
  readonly #seams: ChannelSeams
  readonly #waiting = new Set<() => void>()

  constructor(seams: ChannelSeams) {
    this.#seams = seams
    this.channel = this.newChannel()
  }

  /** A new channel over the same keys and settings, as after a restart. */
  newChannel(): WhatsAppWebChannel {
    const context: ChannelContext = {
      instanceName: 'shop',
      settings: this.settings,
      secrets: {},
      webhook: { url: 'http://127.0.0.1:1/', secret: '' },
      log: silentLog,
      outside: createOutside(['127.0.0.1']),
      keys: this.keys,
      accept: async (events) => {
        this.events.push(...events)
        this.#changed()
        return events.map(() => ({ status: 'stored', turnId: null }))
      },
      reportConnection: (patch) => {
        this.reports.push(patch)
        this.#changed()
      },
      saveSettings: async ({ settings }) => {
        this.settings = { ...this.settings, ...settings }
      },
      newestMessageAt: async () => null,
      hasMessage: async () => false,
      findMessage: async () => null,
      now: Date.now,
    }
    this.channel = new WhatsAppWebChannel(context, this.#seams)
    return this.channel
  }

  get connection(): ConnectionPatch {
    return this.reports.at(-1) ?? {}
  }

  /** Resolves with the first defined value of `look`, asked again whenever something was reported. */
  when<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const value = look()
        if (value === undefined) return
        this.#waiting.delete(check)
        resolve(value)
      }
      this.#waiting.add(check)
      check()
    })
  }

  whenState(state: ConnectionPatch['state']): Promise<true> {
    return this.when(() => (this.connection.state === state ? true : undefined))
  }

  #changed(): void {
    for (const check of [...this.#waiting]) check()
  }
}
