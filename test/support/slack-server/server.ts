/** The HTTP and WebSocket server of the fake Slack. See ../slack-server.ts for how to use it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { Deliveries, type DeliveryTimes } from './deliveries.ts'
import { callMethod } from './methods.ts'
import { type SlackCall, type SlackFault, type SlackFile, type SlackMessage, TIERS } from './model.ts'
import { shown, Workspace } from './workspace.ts'

export interface FakeSlackOptions {
  port?: number
  /** Slack's own: 3 s, then at once, after a minute and after five. */
  times?: Partial<DeliveryTimes>
}

const MINUTE_MS = 60_000
/** Messages of one channel, its threads included: about one a second, and a few more at once. */
const POSTS = { most: 13, withinMs: 10_000 }

export class FakeSlack {
  readonly workspace = new Workspace()
  readonly deliveries: Deliveries
  readonly calls: SlackCall[] = []
  /** How often each method was asked for, answered yet or not. */
  readonly asked = new Map<string, number>()
  /** What goes wrong with the next calls of a method, in their order; with `upload` the bytes of a file, a status only. */
  readonly faults = new Map<string, SlackFault[]>()
  /** Calls a minute by method; beyond them Slack answers 429. */
  readonly tiers: Record<string, number> = { ...TIERS }
  /** What Retry-After says where a tier is used up. */
  slowDownSeconds = 30
  /** A call waits for this before it is answered. */
  hold: Promise<void> | null = null
  /** Pings of clients are not answered any more: the line is dead without a word. */
  isDead = false
  readonly #server: Server
  readonly #sockets = new WebSocketServer({ noServer: true, autoPong: false })
  readonly #tickets = new Set<string>()
  #origin = ''

  constructor(times: Partial<DeliveryTimes> = {}) {
    this.deliveries = new Deliveries(this.workspace, { ackMs: 3000, retriesMs: [0, 60_000, 300_000], ...times })
    this.#server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()))
    this.#server.on('upgrade', (request, socket, head) => {
      const ticket = new URL(request.url ?? '', 'http://fake').searchParams.get('ticket') ?? ''
      // A ticket is good once.
      if (!this.#tickets.delete(ticket)) return void socket.destroy()
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened))
    })
  }

  /** To be given as OMNI_SLACK_API_URL. */
  get apiUrl(): string {
    return `${this.#origin}/api/`
  }

  get origin(): string {
    return this.#origin
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.deliveries.stop()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Nobody gets through any more, as without a network; calls under way come to their end. */
  goDown(): void {
    this.#server.close()
    this.#server.closeIdleConnections()
    this.deliveries.cut()
  }

  comeBack(): Promise<void> {
    return this.listen(Number(new URL(this.#origin).port))
  }

  /** Calls of a method that were carried out. */
  callsOf(method: string): SlackCall[] {
    return this.calls.filter((call) => call.method === method)
  }

  fail(method: string, ...faults: SlackFault[]): void {
    this.faults.set(method, [...(this.faults.get(method) ?? []), ...faults])
  }

  /** Somebody writes. In channels the app hears of it as `message` and, with its mention, as `app_mention` too. */
  write(
    channelId: string,
    user: string,
    text: string,
    { threadTs, files, ts, tells = true }: { threadTs?: string; files?: SlackFile[]; ts?: string; tells?: boolean } = {},
  ): SlackMessage {
    const message = this.workspace.post({
      channel: channelId,
      user,
      text,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      ...(files === undefined ? {} : { files }),
      ...(ts === undefined ? {} : { ts }),
    })
    for (const file of files ?? []) this.workspace.files.set(file.id, file)
    if (tells) this.tell(message)
    return message
  }

  /** The events of a message. */
  tell(message: SlackMessage): void {
    const { app, channels } = this.workspace
    const channel = channels.get(message.channel)
    if (channel === undefined) return
    const common = {
      ...shown(message, { origin: this.#origin }),
      client_msg_id: crypto.randomUUID(),
      team: this.workspace.team.id,
      channel: channel.id,
      event_ts: message.ts,
      ...(message.files === undefined ? {} : { subtype: 'file_share' }),
    }
    const type = channel.is_im ? 'im' : channel.is_private ? 'group' : 'channel'
    if (channel.is_im || channel.is_member) this.deliveries.send({ ...common, type: 'message', channel_type: type })
    if (!channel.is_im && message.text.includes(`<@${app.botUser}>`)) this.deliveries.send({ ...common, type: 'app_mention' })
  }

  edit(message: SlackMessage, text: string): void {
    const previous = shown(message, { origin: this.#origin })
    message.text = text
    message.texts.push(text)
    message.edited = { user: message.user ?? '', ts: this.workspace.nextTs() }
    this.#change(message, 'message_changed', { message: shown(message, { origin: this.#origin }), previous_message: previous })
  }

  remove(message: SlackMessage): void {
    const previous = shown(message, { origin: this.#origin })
    this.workspace.messages.splice(this.workspace.messages.indexOf(message), 1)
    this.#change(message, 'message_deleted', { deleted_ts: message.ts, previous_message: previous })
  }

  react(message: SlackMessage, user: string, reaction: string, type: 'reaction_added' | 'reaction_removed' = 'reaction_added'): void {
    this.deliveries.send({
      type,
      user,
      reaction,
      item: { type: 'message', channel: message.channel, ts: message.ts },
      item_user: message.user,
      event_ts: this.workspace.nextTs(),
    })
  }

  #change(message: SlackMessage, subtype: string, more: object): void {
    const channel = this.workspace.channels.get(message.channel)
    const ts = this.workspace.nextTs()
    this.deliveries.send({
      type: 'message',
      subtype,
      hidden: true,
      channel: message.channel,
      channel_type: channel?.is_im === true ? 'im' : 'channel',
      ts,
      event_ts: ts,
      ...more,
    })
  }

  #opened(socket: WebSocket): void {
    socket.on('error', () => undefined)
    socket.on('ping', (data) => {
      if (!this.isDead) socket.pong(data)
    })
    this.deliveries.opened(socket)
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://fake')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (url.pathname.startsWith('/upload/v1/')) return this.#upload(url.pathname.slice('/upload/v1/'.length), request, body, response)
    if (url.pathname.startsWith('/files-pri/')) return this.#download(url.pathname, token, response)
    if (!url.pathname.startsWith('/api/')) return void response.writeHead(404).end()
    const method = url.pathname.slice('/api/'.length)
    this.asked.set(method, (this.asked.get(method) ?? 0) + 1)
    await this.hold
    const args = { ...Object.fromEntries(url.searchParams), ...argumentsOf(request, body) }
    const given = token === '' ? (args['token'] ?? '') : token
    this.#answer(method, args, given, response)
  }

  #answer(method: string, args: Record<string, string>, token: string, response: ServerResponse): void {
    const note = (answer: string): void => void this.calls.push({ method, token, args, atMs: Date.now(), answer })
    const fault = this.faults.get(method)?.shift()
    const recent = this.calls.filter(
      (call) => call.method === method && call.atMs > Date.now() - MINUTE_MS && call.answer !== 'ratelimited',
    )
    const isOver = recent.length >= (this.tiers[method] ?? Number.POSITIVE_INFINITY)
    const posts = recent.filter((call) => call.args['channel'] === args['channel'] && call.atMs > Date.now() - POSTS.withinMs)
    const isTooMany = method === 'chat.postMessage' && posts.length >= POSTS.most
    if (isOver || isTooMany || (fault !== undefined && 'retryAfter' in fault)) {
      note('ratelimited')
      const seconds = fault !== undefined && 'retryAfter' in fault ? fault.retryAfter : this.slowDownSeconds
      response.writeHead(429, { 'content-type': 'application/json', ...(seconds === null ? {} : { 'retry-after': String(seconds) }) })
      return void response.end(JSON.stringify({ ok: false, error: 'ratelimited' }))
    }
    if (fault !== undefined && 'status' in fault) {
      note(String(fault.status))
      return void response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>')
    }
    if (fault !== undefined && 'cut' in fault && fault.cut === 'before') {
      note('cut')
      return void response.destroy()
    }
    const answer =
      fault !== undefined && 'error' in fault
        ? { ok: false, ...fault }
        : callMethod(method, args, token, {
            workspace: this.workspace,
            origin: this.#origin,
            openSocket: () => {
              const ticket = crypto.randomUUID()
              this.#tickets.add(ticket)
              return `${this.#origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.workspace.app.id}`
            },
            posted: (message) => this.#tellOwn(message),
            changed: (message, before) => this.#tellOwnChange(message, before),
          })
    note(answer.ok ? 'ok' : String((answer as { error?: string }).error))
    if (fault !== undefined && 'cut' in fault) return void response.destroy()
    if (fault !== undefined && 'body' in fault) return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.body)
    const scopes = token.startsWith('xapp-') ? 'connections:write' : this.workspace.scopes.join(',')
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'x-oauth-scopes': scopes })
    response.end(JSON.stringify(answer))
  }

  /** Slack tells an app of its own messages as of everybody's. */
  #tellOwn(message: SlackMessage): void {
    const channel = this.workspace.channels.get(message.channel)
    if (channel === undefined) return
    const type = channel.is_im ? 'im' : channel.is_private ? 'group' : 'channel'
    const event = { ...shown(message, { origin: this.#origin }), channel: channel.id, channel_type: type, event_ts: message.ts }
    this.deliveries.send({ ...event, ...(message.files === undefined ? {} : { subtype: 'file_share' }) })
  }

  /** … and of its own edits. */
  #tellOwnChange(message: SlackMessage, before: string): void {
    const now = shown(message, { origin: this.#origin })
    this.#change(message, 'message_changed', { message: now, previous_message: { ...now, text: before } })
  }

  async #upload(id: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const file = this.workspace.files.get(id)
    const fault = this.faults.get('upload')?.shift()
    if (fault !== undefined && 'status' in fault) return void response.writeHead(fault.status).end()
    if (file === undefined) return void response.writeHead(404).end()
    file.bytes = isMultipart(request) ? await firstFile(request, body) : new Uint8Array(body)
    // It takes what was announced, and no other length.
    if (file.bytes.byteLength !== file.size) return void response.writeHead(400).end('bad_upload_length')
    response.writeHead(200).end(`OK - ${file.size}`)
  }

  #download(path: string, token: string, response: ServerResponse): void {
    const id = /-(F[^/]+)\//.exec(path)?.[1] ?? ''
    const file = this.workspace.files.get(id)
    // Without the token Slack shows its login page, under status 200.
    if (token !== this.workspace.botToken || file === undefined)
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!DOCTYPE html><html>Sign in</html>')
    response.writeHead(200, { 'content-type': file.mimetype }).end(file.bytes)
  }
}

const isMultipart = (request: IncomingMessage): boolean => request.headers['content-type']?.startsWith('multipart/form-data') === true

function argumentsOf(request: IncomingMessage, body: Buffer): Record<string, string> {
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) {
    const parsed = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    return Object.fromEntries(
      Object.entries(parsed).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    )
  }
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
}

async function firstFile(request: IncomingMessage, body: Buffer): Promise<Uint8Array> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData()
  for (const value of form.values()) if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer())
  return new Uint8Array()
}
