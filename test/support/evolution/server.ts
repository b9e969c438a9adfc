/** The fake Evolution API 2.3.7 server. See ../evolution-server.ts for how to use it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adminRoute } from './admin.ts'
import { type Answer, Refusal } from './answers.ts'
import { WebhookSender } from './hooks.ts'
import type { FakeInstance, Fault, Json, ReceivedCall, SentMessage } from './model.ts'
import { GLOBAL_ROUTES, INSTANCE_ROUTES } from './routes.ts'
import { FakeWorld } from './world.ts'

export interface FakeEvolutionOptions {
  /** The global key. */
  apiKey?: string
  port?: number
  /** Waits between the attempts of one webhook; the real server waits 5 s, 10 s, … up to 300 s, nine times. */
  retryDelaysMs?: number[]
  /** Sends a DELIVERY_ACK for everything sent. */
  acknowledgesSends?: boolean
  now?: () => number
}

export class FakeEvolution extends FakeWorld {
  readonly apiKey: string
  /** Every REST call, in order, refused ones too. */
  readonly received: ReceivedCall[] = []
  /** Every message that left for WhatsApp. */
  readonly sent: SentMessage[] = []
  /** Digits that are not on WhatsApp. */
  readonly unknownNumbers = new Set(['19990000000'])
  readonly acknowledgesSends: boolean
  /** While set, every business route answers 503 as an unlicensed 2.4 does. */
  isUnlicensed = false
  /** Newer servers put `lid` into the answer of whatsappNumbers; the recorded one does not. */
  tellsLids = false
  readonly #server: Server
  #faults: { route: string; fault: Fault }[] = []
  readonly #waiters: { route: string; count: number; resolve: (call: ReceivedCall) => void }[] = []
  #url = ''

  constructor(options: FakeEvolutionOptions = {}) {
    const hooks = new WebhookSender(options.retryDelaysMs ?? [20, 40, 80, 160, 320, 640, 640, 640, 640], () => this.#url)
    super(hooks, options.now ?? Date.now)
    this.apiKey = options.apiKey ?? 'global-key-of-the-fake'
    this.acknowledgesSends = options.acknowledgesSends ?? false
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500)
        response.end(String(error))
      })
    })
  }

  get url(): string {
    return this.#url
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.hooks.stop()
    await this.goAway()
    await this.hooks.idle()
  }

  /** Nothing listens at the server's address any more, as while it is restarted; {@link comeBack} ends it. */
  async goAway(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** Listens at its address again. */
  comeBack(): Promise<void> {
    return this.listen(Number(new URL(this.#url).port))
  }

  /** The next `times` calls of a route (`sendText`, `connect`, …) go wrong. */
  failNext(route: string, fault: Fault, times = 1): void {
    for (let index = 0; index < times; index += 1) this.#faults.push({ route, fault })
  }

  /** What {@link failNext} asked of a route and did not come yet is off. */
  mend(route: string): void {
    this.#faults = this.#faults.filter((item) => item.route !== route)
  }

  receivedBy(route: string): ReceivedCall[] {
    return this.received.filter((call) => call.route === route)
  }

  /** Resolves when the route has been called `count` times since the fake began. */
  whenReceived(route: string, count = 1): Promise<ReceivedCall> {
    const calls = this.receivedBy(route)
    const found = calls[count - 1]
    if (found) return Promise.resolve(found)
    return new Promise((resolve) => this.#waiters.push({ route, count, resolve }))
  }

  #note(call: ReceivedCall): void {
    this.received.push(call)
    const count = this.receivedBy(call.route).length
    for (const waiter of this.#waiters.filter((item) => item.route === call.route && item.count === count)) waiter.resolve(call)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', 'http://fake')
    const text = Buffer.concat(chunks).toString('utf8')
    const body = text === '' ? {} : JSON.parse(text)
    const answerWith = (answer: Answer, headers: Record<string, string> = {}): void => {
      response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(answer.body))
    }
    if (url.pathname.startsWith('/__admin/'))
      return answerWith(await adminRoute(this, url.pathname.slice('/__admin/'.length), body as Json))
    if (url.pathname === '/') {
      return answerWith({
        status: 200,
        body: { status: 200, message: 'Welcome to the Evolution API, it is working!', version: '2.3.7', clientName: 'evolution_exchange' },
      })
    }

    const [, group = '', route = '', encodedName] = url.pathname.split('/')
    const instanceName = encodedName === undefined ? null : decodeURIComponent(encodedName)
    const header = request.headers['apikey']
    const instance = this.instances.get(instanceName ?? '')
    const key = header === undefined ? 'none' : header === this.apiKey ? 'global' : this.#isToken(header, instance) ? 'instance' : 'bad'
    const call: ReceivedCall = {
      method: request.method ?? '',
      path: request.url ?? '',
      route,
      instance: instanceName,
      key,
      body,
      status: null,
    }
    const faultAt = this.#faults.findIndex((item) => item.route === route)
    const fault = faultAt === -1 ? null : (this.#faults.splice(faultAt, 1)[0]?.fault ?? null)
    const token = key === 'instance' ? String(header) : null
    const run = (): Answer => this.#route(call, `${request.method} /${group}/${route}`, body as Json, url.searchParams, token)

    let answer: Answer | null = null
    if (fault === null || fault.kind === 'late' || ((fault.kind === 'reset' || fault.kind === 'hang') && fault.afterEffect)) answer = run()
    call.status = answer?.status ?? null
    this.#note(call)
    if (fault?.kind === 'reset') return void request.socket.destroy()
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'late') await fault.until
    if (fault?.kind === 'licence') return answerWith(licenceAnswer())
    if (fault?.kind === 'status' && fault.text !== undefined) {
      response.writeHead(fault.status, { 'content-type': 'text/html' })
      return void response.end(fault.text)
    }
    if (fault?.kind === 'status') return answerWith({ status: fault.status, body: fault.body ?? usualBody(fault.status) }, fault.headers)
    if (fault?.kind === 'answer') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(fault.body)
    }
    if (answer) answerWith(answer)
  }

  #isToken(header: string | string[], instance: FakeInstance | undefined): boolean {
    return instance ? instance.token === header : [...this.instances.values()].some((known) => known.token === header)
  }

  #route(call: ReceivedCall, name: string, body: Json, query: URLSearchParams, token: string | null): Answer {
    if (this.isUnlicensed) return licenceAnswer()
    try {
      if (name === 'POST /instance/create' && this.instances.has(String(body['instanceName']))) {
        throw new Refusal(403, 'Forbidden', [`This name "${String(body['instanceName'])}" is already in use.`])
      }
      const isListing = name === 'GET /instance/fetchInstances'
      const global = call.instance === null ? GLOBAL_ROUTES[name] : undefined
      const ofInstance = call.instance === null ? undefined : INSTANCE_ROUTES[name]
      if (!isListing && !global && !ofInstance) throw new Refusal(404, 'Not Found', [`Cannot ${call.method} ${call.path}`])
      const instance = this.instances.get(call.instance ?? '')
      if (name === 'GET /instance/connectionState' && this.deleted.delete(call.instance ?? ''))
        return { status: 200, body: { instance: { instanceName: call.instance } } }
      if (ofInstance && !instance) throw new Refusal(404, 'Not Found', [`The "${call.instance}" instance does not exist`])
      if (call.key === 'none' || call.key === 'bad' || (global && call.key !== 'global'))
        throw new Refusal(401, 'Unauthorized', 'Unauthorized')
      if (isListing) return { status: 200, body: this.#list(query, token) }
      if (global) return global({ server: this, body, query })
      if (ofInstance && instance) return ofInstance({ server: this, instance, body, query })
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.body }
      throw error
    }
    throw new Error('unreachable')
  }

  #list(query: URLSearchParams, token: string | null): Json[] {
    const wanted = query.get('instanceName')
    return [...this.instances.values()]
      .filter((instance) => wanted === null || instance.name === wanted)
      .filter((instance) => token === null || instance.token === token)
      .map((instance) => ({
        id: instance.id,
        name: instance.name,
        connectionStatus: instance.state,
        ownerJid: instance.account === null ? null : `${instance.account}@s.whatsapp.net`,
        profileName: instance.profileName,
        profilePicUrl: instance.profilePicUrl,
        integration: instance.integration,
        number: null,
        token: instance.token,
        Setting: instance.settings,
        _count: { Message: instance.messages.length, Contact: instance.contacts.length, Chat: 0 },
      }))
  }
}

function usualBody(status: number): Json {
  return { status, error: status >= 500 ? 'Internal Server Error' : 'Bad Request', response: { message: ['made to fail by the test'] } }
}

function licenceAnswer(): Answer {
  return {
    status: 503,
    body: {
      error: 'service not activated',
      code: 'LICENSE_REQUIRED',
      register_url: 'https://license.example/register?instance_id=fake',
      instance_id: 'fake',
      docs_url: 'https://docs.example/licence',
      message: 'This installation is not activated.',
    },
  }
}

/** Starts a fake server on loopback; `port` 0 picks a free one. */
export async function startEvolutionServer(options: FakeEvolutionOptions = {}): Promise<FakeEvolution> {
  const server = new FakeEvolution(options)
  await server.listen(options.port ?? 0)
  return server
}
