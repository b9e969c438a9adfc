/**
 * One connection to WhatsApp, from its first frame to its last: Baileys' socket with frames that wait
 * for the disk, acknowledgements that can be waited for, and the times that the watchdogs look at.
 */
import { EventEmitter } from 'node:events'
import type { BaileysEventMap, BinaryNode, ConnectionState, GroupMetadata, proto, WASocket } from 'baileys'
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { AuthStore } from './auth-store.ts'
import type { Baileys } from './baileys.ts'
import { BoundedCache } from './bounded-cache.ts'
import type { InboundJournal } from './inbound-journal.ts'
import { libraryLog } from './library-log.ts'
import { gateFrames, type RawSocket } from './outbound-gate.ts'

export interface SocketParts {
  baileys: Baileys
  auth: AuthStore
  journal: InboundJournal
  caches: SocketCaches
  /** Undefined for WhatsApp itself. */
  endpoint: string | undefined
  log: Logger
  timers: Timers
  findSent(id: string): Promise<proto.IMessage | undefined>
  groupFacts(jid: string): Promise<GroupMetadata | undefined>
  onUpdate(update: Partial<ConnectionState>, socket: LiveSocket): void
  onBatch(batch: Partial<BaileysEventMap>, socket: LiveSocket): void
}

/** Outlive a connection, as Baileys recommends: how often a message was asked for again must not be forgotten. */
export class SocketCaches {
  readonly msgRetryCounterCache = new BoundedCache(1000)
  readonly userDevicesCache = new BoundedCache(5000)
  readonly callOfferCache = new BoundedCache(100)
  readonly placeholderResendCache = new BoundedCache(1000)
}

/** A message that WhatsApp did not take. `code` is its own (463: new chats are restricted; 479: malformed). */
export class RefusedByWhatsApp extends Error {
  readonly code: number
  constructor(code: number) {
    super(`refused with code ${code}`)
    this.name = 'RefusedByWhatsApp'
    this.code = code
  }
}

/** Which stanzas show that messages still flow; answers to our own questions do not. */
const TRAFFIC = ['CB:message', 'CB:receipt', 'CB:notification', 'CB:ack,class:message']
const END_MS = 1000
/** Chats that are not conversations: the status feed and channels. */
const IGNORED = /^status@broadcast$|@newsletter$/

/**
 * Baileys listens with async functions whose failures nobody handles: a line that dies at the wrong
 * moment would end the process. Emitters made in here report them to the log.
 */
function guarded(log: Logger, make: () => WASocket): WASocket {
  const before = EventEmitter.captureRejections
  EventEmitter.captureRejections = true
  try {
    const socket = make()
    const report = (error: unknown): void => log.debug({ reason: errorMessage(error) }, 'a listener of Baileys failed')
    Object.assign(socket.ws, { [Symbol.for('nodejs.rejection')]: report })
    return socket
  } finally {
    EventEmitter.captureRejections = before
  }
}

export class LiveSocket {
  readonly socket: WASocket
  lastFrameMs: number
  lastTrafficMs: number
  hasTraffic = false
  isOpen = false
  readonly #raw: RawSocket
  readonly #timers: Timers
  readonly #waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  /** What needs the connection, to be told of its end. */
  readonly #dependent = new Set<(reason: Error) => void>()
  #isOver = false

  constructor(parts: SocketParts) {
    const { baileys, auth, journal, timers } = parts
    const logger = libraryLog(parts.log)
    this.#timers = timers
    this.lastFrameMs = this.lastTrafficMs = timers.now()
    this.socket = guarded(parts.log, () =>
      baileys.makeWASocket({
        auth: { creds: auth.creds, keys: auth.keys },
        logger,
        ...(parts.endpoint === undefined ? {} : { waWebSocketUrl: parts.endpoint }),
        ...parts.caches,
        browser: baileys.Browsers.appropriate('Chrome'),
        // The phone goes on showing its own notifications.
        markOnlineOnConnect: false,
        emitOwnEvents: false,
        syncFullHistory: false,
        generateHighQualityLinkPreview: false,
        transactionOpts: { maxCommitRetries: 2, delayBetweenTriesMs: 500 },
        shouldIgnoreJid: (jid) => IGNORED.test(jid),
        getMessage: ({ id }) => (id ? parts.findSent(id) : Promise.resolve(undefined)),
        cachedGroupMetadata: parts.groupFacts,
        makeSignalRepository: (signal, repositoryLogger, phoneToLid) =>
          journal.watch(
            baileys.DEFAULT_CONNECTION_CONFIG.makeSignalRepository(signal, repositoryLogger, phoneToLid),
            // Baileys gives it the store that it has made transactional.
            signal.keys as Parameters<InboundJournal['watch']>[1],
          ),
      }),
    )
    const { ws, ev } = this.socket
    // Created in the constructor of Baileys' client, and connected a moment later.
    this.#raw = (ws as unknown as { socket: RawSocket }).socket
    gateFrames(this.#raw, auth.writes, () => this.#raw.terminate())
    // Baileys asks to be told of an HTTP answer and then does nothing about it: the line would hang.
    ws.on('unexpected-response', (_request: unknown, response: { statusCode?: number }) => {
      this.socket.end(new Error(`WebSocket Error (HTTP ${response.statusCode ?? '?'})`)).catch(() => undefined)
    })
    ws.on('frame', () => {
      this.lastFrameMs = timers.now()
    })
    for (const event of TRAFFIC)
      ws.on(event, () => {
        this.lastTrafficMs = timers.now()
        this.hasTraffic = true
      })
    ws.on('CB:message', (stanza: BinaryNode) => journal.saw(stanza, auth))
    ws.on('CB:ack,class:message', (stanza: BinaryNode) => this.#acknowledged(stanza))
    ev.on('creds.update', () => {
      auth.saveCreds().catch(() => undefined)
    })
    ev.process((batch) => {
      if (this.#isOver) return
      const { 'connection.update': update, ...rest } = batch
      const told = update?.reachoutTimeLock === undefined ? rest : batch
      if (Object.keys(told).some((name) => name !== 'creds.update')) parts.onBatch(told, this)
      if (update === undefined) return
      if (update.connection === 'open') this.isOpen = true
      if (update.connection === 'close') this.#over(new Error('connection ended'))
      parts.onUpdate(update, this)
    })
  }

  /** Sends a message and resolves when WhatsApp says that it has it. Throws {@link RefusedByWhatsApp}, or anything else when it is not known. */
  async relay(jid: string, message: proto.IMessage, options: { messageId: string; signal: AbortSignal; edit?: string }): Promise<void> {
    const { messageId, signal, edit } = options
    const { promise: acknowledged, resolve, reject } = Promise.withResolvers<void>()
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    signal.addEventListener('abort', abort, { once: true })
    this.#waiting.set(messageId, { resolve, reject })
    const attributes = edit === undefined ? {} : { additionalAttributes: { edit } }
    try {
      // Not awaited alone: on a connection that ends, Baileys' own questions stay open for a minute.
      this.socket.relayMessage(jid, message, { messageId, ...attributes }).catch(reject)
      await this.whileAlive(acknowledged)
    } finally {
      this.#waiting.delete(messageId)
      signal.removeEventListener('abort', abort)
    }
  }

  /** The outcome of something that needs the connection; rejects when the connection ends before. */
  whileAlive<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error('connection ended'))
      this.#dependent.add(reject)
      work.then(resolve, reject).finally(() => this.#dependent.delete(reject))
    })
  }

  /** Asks for a sign of life; whether one came shows in `lastFrameMs`. */
  ping(): void {
    const { socket } = this
    const attrs = { id: socket.generateMessageTag(), to: 's.whatsapp.net', type: 'get', xmlns: 'w:p' }
    socket.sendNode({ tag: 'iq', attrs, content: [{ tag: 'ping', attrs: {} }] }).catch(() => undefined)
  }

  /** Ends it; nothing of it is reported any more. Resolves when the socket is gone, within a second. */
  async end(): Promise<void> {
    const wasOver = this.#isOver
    this.#over(new Error('connection closed here'))
    if (wasOver) return
    const closed = this.socket.end(undefined).catch(() => undefined)
    await new Promise<void>((resolve) => {
      const cancel = this.#timers.after(END_MS, () => {
        this.#raw.terminate()
        resolve()
      })
      void closed.then(() => {
        cancel()
        resolve()
      })
    })
  }

  #over(reason: Error): void {
    this.#isOver = true
    this.isOpen = false
    for (const reject of this.#dependent) reject(reason)
    this.#dependent.clear()
  }

  #acknowledged(stanza: BinaryNode): void {
    const waiting = this.#waiting.get(stanza.attrs['id'] ?? '')
    const error = stanza.attrs['error']
    if (error === undefined) waiting?.resolve()
    else waiting?.reject(new RefusedByWhatsApp(Number(error)))
  }
}
