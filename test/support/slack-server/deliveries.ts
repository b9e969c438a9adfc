/**
 * How events reach the app: over one of its open sockets, whichever it is, or by calls that are signed. What is not
 * acknowledged within three seconds comes again, as Slack does: at once, after a minute, after five; here the times
 * are for the test to choose.
 */
import { createHmac, randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Workspace } from './workspace.ts'

export interface DeliveryTimes {
  ackMs: number
  retriesMs: number[]
}

interface Waiting {
  envelope: Record<string, unknown>
  attempt: number
  timer: NodeJS.Timeout | null
}

export class Deliveries {
  readonly #workspace: Workspace
  readonly #times: DeliveryTimes
  readonly sockets = new Set<WebSocket>()
  /** When sockets were opened, in their order. Milliseconds since 1970. */
  readonly openedAtMs: number[] = []
  /** Ids of envelopes that were acknowledged, in their order. */
  readonly acknowledged: string[] = []
  /** Where events go by HTTP; null: over sockets. */
  requestUrl: string | null = null
  /** What HTTP answered, newest last. */
  readonly answers: { status: number; body: string }[] = []
  /** While set, nothing is sent. */
  isSilent = false
  /** Connections that Slack counts although they are gone. */
  ghosts = 0
  readonly #waiting = new Map<string, Waiting>()
  #turn = 0

  constructor(workspace: Workspace, times: DeliveryTimes) {
    this.#workspace = workspace
    this.#times = times
  }

  /** An event for the app. `again`: with the same ids as an event before. Resolves to its event id. */
  send(event: Record<string, unknown>, { eventId = this.#workspace.nextId('Ev'), teamId = this.#workspace.team.id } = {}): string {
    const payload = {
      token: 'legacy-verification-token',
      team_id: teamId,
      api_app_id: this.#workspace.app.id,
      event,
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ team_id: teamId, user_id: this.#workspace.app.botUser, is_bot: true }],
    }
    if (this.requestUrl !== null) void this.#call(payload, 0)
    else this.#offer({ envelope_id: randomUUID(), type: 'events_api', payload, accepts_response_payload: false }, 0)
    return eventId
  }

  opened(socket: WebSocket): void {
    this.sockets.add(socket)
    this.openedAtMs.push(Date.now())
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('message', (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id?: string }
      const waiting = this.#waiting.get(id ?? '')
      if (id === undefined || waiting === undefined) return
      if (waiting.timer !== null) clearTimeout(waiting.timer)
      this.#waiting.delete(id)
      this.acknowledged.push(id)
    })
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.sockets.size + this.ghosts,
        debug_info: { host: 'fake', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#workspace.app.id },
      }),
    )
    for (const { envelope, attempt, timer } of [...this.#waiting.values()]) if (timer === null) this.#offer(envelope, attempt)
  }

  /** Asks the sockets to close, as Slack does now and then. */
  recycle(reason = 'refresh_requested'): void {
    for (const socket of this.sockets) socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }))
  }

  /** Something else than an event, to every socket. */
  sendRaw(text: string): void {
    for (const socket of this.sockets) socket.send(text)
  }

  cut(): void {
    for (const socket of this.sockets) socket.terminate()
  }

  stop(): void {
    for (const { timer } of this.#waiting.values()) if (timer !== null) clearTimeout(timer)
    this.#waiting.clear()
    this.cut()
  }

  #offer(envelope: Record<string, unknown>, attempt: number): void {
    const id = String(envelope['envelope_id'])
    const open = [...this.sockets].filter((socket) => socket.readyState === socket.OPEN)
    this.#turn += 1
    const socket = open[this.#turn % Math.max(1, open.length)]
    if (socket === undefined || this.isSilent) {
      this.#waiting.set(id, { envelope, attempt, timer: null })
      return
    }
    socket.send(JSON.stringify({ ...envelope, retry_attempt: attempt, retry_reason: attempt === 0 ? '' : 'timeout' }))
    const timer = setTimeout(() => {
      const next = this.#times.retriesMs[attempt]
      if (next === undefined) this.#waiting.delete(id)
      else this.#waiting.set(id, { envelope, attempt: attempt + 1, timer: setTimeout(() => this.#offer(envelope, attempt + 1), next) })
    }, this.#times.ackMs)
    this.#waiting.set(id, { envelope, attempt, timer })
  }

  async #call(payload: object, attempt: number): Promise<void> {
    const answer = await this.post(JSON.stringify(payload), {
      retry: attempt === 0 ? undefined : { number: attempt, reason: 'http_timeout' },
    })
    const next = this.#times.retriesMs[attempt]
    if (answer.status >= 200 && answer.status < 300) return
    if (next !== undefined) setTimeout(() => void this.#call(payload, attempt + 1), next).unref()
  }

  /** Calls the address of the app with this body, signed unless told otherwise. `changed`: sent in its stead. Status 0: no answer. */
  async post(
    body: string,
    options: { timestamp?: number; secret?: string; changed?: string; retry?: { number: number; reason: string } | undefined } = {},
  ): Promise<{ status: number; body: string }> {
    const { timestamp = Math.floor(Date.now() / 1000), secret = this.#workspace.signingSecret, retry } = options
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
    const answer = await fetch(this.requestUrl ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature,
        ...(retry === undefined ? {} : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }),
      },
      body: options.changed ?? body,
      signal: AbortSignal.timeout(this.#times.ackMs),
    }).then(
      async (response) => ({ status: response.status, body: await response.text() }),
      () => ({ status: 0, body: '' }),
    )
    this.answers.push(answer)
    return answer
  }
}
