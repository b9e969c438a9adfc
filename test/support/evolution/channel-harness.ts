/** An Evolution channel with a small hub around it: real HTTP to the fake server, real webhooks back. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EvolutionChannel } from '../../../src-main/hub/channels/evolution/channel.ts'
import { driver } from '../../../src-main/hub/channels/evolution/driver.ts'
import type {
  AcceptedEvent,
  ChannelContext,
  ChannelEvent,
  ConnectionPatch,
  InboundMessage,
  OutboundPart,
} from '../../../src-main/hub/channels/port.ts'
import type { Logger } from '../../../src-main/hub/observe/logger.ts'
import { createOutside } from '../../../src-main/hub/runtime/http/outside.ts'
import { errorCode } from '../../../src-shared/errors.ts'
import { type ManualTimers, manualTimers } from '../manual-timers.ts'
import { FakeEvolution } from './server.ts'

const SECRET = 'secret-of-the-webhook'

class MemoryLog implements Logger {
  readonly lines: { level: string; message: string; facts: object }[] = []
  debug = (facts: object, message: string): void => this.#add('debug', facts, message)
  info = (facts: object, message: string): void => this.#add('info', facts, message)
  warn = (facts: object, message: string): void => this.#add('warn', facts, message)
  error = (facts: object, message: string): void => this.#add('error', facts, message)
  child = (): Logger => this
  #add(level: string, facts: object, message: string): void {
    this.lines.push({ level, message, facts })
  }
}

export interface HarnessOptions {
  name?: string
  settings?: Record<string, unknown>
  secrets?: Record<string, string>
  /** Messages that the hub has from before. */
  stored?: { externalId: string; sentAt: string }[]
}

export class ChannelHarness {
  readonly evolution: FakeEvolution
  readonly timers: ManualTimers
  readonly log = new MemoryLog()
  readonly events: ChannelEvent[] = []
  readonly reports: ConnectionPatch[] = []
  readonly stored = new Map<string, string>()
  readonly secret = SECRET
  settings: Record<string, unknown>
  secrets: Record<string, string>
  /** While set, nothing can be stored. */
  storageFails = false
  channel: EvolutionChannel
  readonly #name: string
  readonly #server: Server
  #url = ''

  private constructor(evolution: FakeEvolution, timers: ManualTimers, server: Server, options: HarnessOptions) {
    this.evolution = evolution
    this.timers = timers
    this.#server = server
    this.#name = options.name ?? 'shop'
    this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/evolution/${this.#name}`
    this.settings = driver.parseSettings({ url: evolution.url, ...options.settings })
    this.secrets = { apiKey: evolution.apiKey, ...options.secrets }
    for (const { externalId, sentAt } of options.stored ?? []) this.stored.set(externalId, sentAt)
    this.channel = this.newChannel()
  }

  static async start(options: HarnessOptions = {}): Promise<ChannelHarness> {
    const timers = manualTimers({ startAt: Date.parse('2026-11-21T12:00:00.000Z') })
    const evolution = new FakeEvolution({ retryDelaysMs: Array.from({ length: 100 }, () => 10), now: timers.now })
    await evolution.listen()
    let harness: ChannelHarness | null = null
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const answer = (status: number): void => {
          response.writeHead(status, { 'content-type': 'application/json' })
          response.end('{}')
        }
        if (!harness || request.headers['x-omni-webhook-secret'] !== SECRET) return answer(401)
        harness.channel.handleWebhook({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) }).then(
          () => answer(200),
          (error: unknown) => answer(errorCode(error) === 'bad_request' ? 400 : 503),
        )
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    harness = new ChannelHarness(evolution, timers, server, options)
    return harness
  }

  /** A new channel over the same settings, secrets and messages, as after a restart of the hub. */
  newChannel(): EvolutionChannel {
    const context: ChannelContext = {
      instanceName: this.#name,
      settings: this.settings,
      secrets: this.secrets,
      webhook: { url: this.#url, secret: SECRET },
      log: this.log,
      accept: async (events) => this.#accept(events),
      reportConnection: (patch) => {
        this.reports.push(patch)
      },
      saveSettings: async ({ settings, secrets }) => {
        this.settings = { ...this.settings, ...settings }
        for (const [name, value] of Object.entries(secrets ?? {})) {
          if (value === null) delete this.secrets[name]
          else this.secrets = { ...this.secrets, [name]: value }
        }
      },
      outside: createOutside(['127.0.0.1']),
      keys: { get: async () => ({ values: {}, unreadable: [] }), set: async () => {}, clear: async () => {} },
      newestMessageAt: async () => [...this.stored.values()].sort().at(-1) ?? null,
      hasMessage: async (externalId) => this.stored.has(externalId),
      findMessage: async () => null,
      now: this.timers.now,
    }
    this.channel = new EvolutionChannel(context, { timers: this.timers })
    return this.channel
  }

  get connection(): ConnectionPatch {
    return this.reports.at(-1) ?? {}
  }

  get messages(): InboundMessage[] {
    return this.events.filter((event) => event.type === 'message')
  }

  get webhookUrl(): string {
    return this.#url
  }

  /** Links the account: an instance on the server, scanned, with its webhooks through. */
  async link(): Promise<void> {
    await this.channel.connect({ phoneNumber: null })
    this.evolution.scan(this.#name)
    await this.evolution.hooks.idle()
    await this.channel.settled()
  }

  /** Lets the time until the next look pass, and the look. */
  async look(ms: number): Promise<void> {
    this.timers.advance(ms)
    await this.channel.settled()
  }

  async stop(): Promise<void> {
    await this.channel.stop()
    await this.evolution.stop()
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #accept(events: ChannelEvent[]): AcceptedEvent[] {
    if (this.storageFails) throw new Error('the disk is full')
    return events.map((event) => {
      if (event.type !== 'message') {
        this.events.push(event)
        return { status: 'stored', turnId: null }
      }
      if (this.stored.has(event.externalId)) return { status: 'duplicate', turnId: `turn-${event.externalId}` }
      this.stored.set(event.externalId, event.sentAt)
      this.events.push(event)
      return { status: 'stored', turnId: `turn-${event.externalId}` }
    })
  }
}

/** A text on its way out. */
export function textPart(text: string, patch: Partial<OutboundPart> = {}): OutboundPart {
  return {
    deliveryId: 'd1',
    chatExternalId: '15552223333@s.whatsapp.net',
    externalId: null,
    content: { type: 'text', text, mentions: [], mentionsEveryone: false, linkPreview: false },
    quotedExternalId: null,
    ...patch,
  }
}
