/** The webhooks of the fake server: really POSTed, and repeated as Evolution repeats them. */
import { setTimeout as delay } from 'node:timers/promises'
import type { FakeInstance, HookAttempt, Json } from './model.ts'

const NOT_REPEATED = new Set([400, 401, 403, 404, 422])

export class WebhookSender {
  /** Every hook there ever was, in the order of its event. */
  readonly log: HookAttempt[] = []
  readonly #retryDelaysMs: readonly number[]
  readonly #serverUrl: () => string
  readonly #stop = new AbortController()
  readonly #pending = new Set<Promise<void>>()
  #held: (() => void)[] | null = null
  #copies = 1
  #isSilent = false

  constructor(retryDelaysMs: readonly number[], serverUrl: () => string) {
    this.#retryDelaysMs = retryDelaysMs
    this.#serverUrl = serverUrl
  }

  /** While silent, events happen but no hook leaves: the fault that users of Evolution report most. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent
  }

  /** Every hook from now on is sent this many times. */
  duplicate(copies: number): void {
    this.#copies = copies
  }

  /** Holds hooks back until {@link release}. */
  hold(): void {
    this.#held ??= []
  }

  /** Lets held hooks go, newest first when `reversed`. */
  release(options: { reversed?: boolean } = {}): void {
    const held = this.#held ?? []
    this.#held = null
    for (const send of options.reversed ? held.reverse() : held) send()
  }

  /** Announces one event to the instance's webhook. Resolves when it was delivered, refused or given up. */
  emit(instance: FakeInstance, event: string, data: unknown, extra: Json = {}): Promise<HookAttempt[]> {
    const webhook = instance.webhook
    const wanted = event.replace(/[.-]/g, '_').toUpperCase()
    if (!webhook?.enabled || !webhook.url || !webhook.events.includes(wanted)) return Promise.resolve([])
    const suffix = webhook.webhookByEvents ? `/${event.toLowerCase().replace(/[._]/g, '-')}` : ''
    const url = `${webhook.url}${suffix}`
    const body: Json = {
      event,
      instance: instance.name,
      data,
      ...extra,
      destination: url,
      date_time: new Date().toISOString(),
      ...(instance.account === null ? {} : { sender: `${instance.account}@s.whatsapp.net` }),
      server_url: this.#serverUrl(),
      apikey: instance.token,
    }
    const headers = { ...webhook.headers }
    const sends = Array.from({ length: this.#copies }, () => this.#track(instance.name, event, url, headers, body))
    return Promise.all(sends)
  }

  /** Resolves when nothing is under way (held hooks do not count). */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all([...this.#pending])
  }

  stop(): void {
    this.#stop.abort()
  }

  #track(instance: string, event: string, url: string, headers: Record<string, string>, body: Json): Promise<HookAttempt> {
    const attempt: HookAttempt = { instance, event, url, headers, body, attempts: 0, status: null, answer: '', outcome: 'pending' }
    this.log.push(attempt)
    if (this.#isSilent) {
      attempt.outcome = 'silenced'
      return Promise.resolve(attempt)
    }
    return new Promise((resolve) => {
      const send = (): void => {
        const work = this.#deliver(attempt).finally(() => {
          this.#pending.delete(work)
          resolve(attempt)
        })
        this.#pending.add(work)
      }
      if (this.#held) this.#held.push(send)
      else send()
    })
  }

  async #deliver(attempt: HookAttempt): Promise<void> {
    for (let tries = 0; tries <= this.#retryDelaysMs.length; tries += 1) {
      attempt.attempts += 1
      try {
        const response = await fetch(attempt.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': 'axios/1.7.9', ...attempt.headers },
          body: JSON.stringify(attempt.body),
          signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(30_000)]),
        })
        attempt.status = response.status
        attempt.answer = await response.text()
        if (response.ok) {
          attempt.outcome = 'delivered'
          return
        }
        if (NOT_REPEATED.has(response.status)) {
          attempt.outcome = 'refused'
          return
        }
      } catch {
        if (this.#stop.signal.aborted) break
      }
      const waitMs = this.#retryDelaysMs[tries]
      if (waitMs === undefined) break
      await delay(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
      if (this.#stop.signal.aborted) break
    }
    attempt.outcome = 'given_up'
  }
}
