/**
 * The calls of Evolution API 2.x that this channel makes, for one instance of one server.
 *
 * An instance's own token is used where it is known, since it opens nothing but that instance;
 * when the server refuses it (the instance was made again), the key of the settings is tried.
 * All calls throw {@link EvolutionError}s.
 */

import { isObject, type JsonObject } from '../../runtime/json.ts'
import type { Timers } from '../../runtime/timers.ts'
import { field, listAt, objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import { EvolutionError, swallowedFailure } from './failures.ts'
import { callEvolution, type HttpCall } from './http.ts'

export type Timeouts = typeof DEFAULT_TIMEOUTS

export interface ApiOptions {
  baseUrl: string
  remoteName: string
  /** The key of the settings: the server's global key, or the instance's own token. */
  apiKey: string
  instanceToken: string | null
  timers: Timers
  /** Called when a call did not reach the server, or its connection broke off. */
  onUnreachable?: () => void
  /** Ends every call under way but sends. */
  stopSignal?: AbortSignal
  timeouts?: Partial<Timeouts>
  maxAnswerBytes?: number
}

/** Milliseconds. Creating waits for WhatsApp on the server (about 5 s); sending uploads media first. */
export const DEFAULT_TIMEOUTS = { read: 15_000, create: 45_000, connect: 30_000, send: 90_000, media: 60_000 }

export interface WebhookRegistration {
  url: string
  headers: Record<string, string>
  events: string[]
  base64: boolean
}

export type RemoteState = 'open' | 'connecting' | 'close'

/** One page of stored messages, newest first. */
export interface MessagePage {
  records: JsonObject[]
  pages: number
  total: number
}

export class EvolutionApi {
  readonly #options: ApiOptions
  #token: string | null

  constructor(options: ApiOptions) {
    this.#options = options
    this.#token = options.instanceToken
  }

  /** The instance's own token, once it is known. */
  setToken(token: string | null): void {
    this.#token = token
  }

  async createInstance(body: JsonObject): Promise<JsonObject> {
    // Creating is the global key's business; a token of an instance that is to be made cannot be valid.
    const answer = await this.#call(
      { method: 'POST', path: '/instance/create', body, timeoutMs: this.#timeout('create') },
      this.#options.apiKey,
    )
    return this.#object(answer)
  }

  /** The server's row of this instance, or null when it has none. Holds `token`, `ownerJid`, `profileName`. */
  async findInstance(): Promise<JsonObject | null> {
    const path = `/instance/fetchInstances?instanceName=${encodeURIComponent(this.#options.remoteName)}`
    const answer = await this.#read('GET', path)
    const rows = Array.isArray(answer) ? answer : []
    return rows.filter(isObject).find((row) => stringAt(row, 'name') === this.#options.remoteName) ?? null
  }

  async connectionState(): Promise<RemoteState> {
    const answer = await this.#read('GET', this.#at('/instance/connectionState'))
    const instance = objectAt(answer, 'instance')
    const state = stringAt(instance, 'state')
    if (state === 'open' || state === 'connecting' || state === 'close') return state
    // After the last unused QR code; some versions write it out. Without any: it was deleted a moment ago.
    if (state === 'refused' || state === 'closed' || (instance !== null && field(instance, 'state') === undefined)) return 'close'
    throw new EvolutionError('invalid_response', 'The Evolution server did not say whether WhatsApp is connected.', {
      outcome: 'refused',
      response: answer,
    })
  }

  /** Asks for the code in force, `{count: 0}` while there is none, or `{instance: {state: "open"}}`. */
  async connect(phoneNumber: string | null): Promise<JsonObject> {
    const query = phoneNumber === null ? '' : `?number=${encodeURIComponent(phoneNumber)}`
    const path = `${this.#at('/instance/connect')}${query}`
    return this.#notSwallowed(await this.#call({ method: 'GET', path, timeoutMs: this.#timeout('connect') }))
  }

  async restart(): Promise<JsonObject> {
    return this.#notSwallowed(
      await this.#call({ method: 'POST', path: this.#at('/instance/restart'), timeoutMs: this.#timeout('connect') }),
    )
  }

  async logout(): Promise<void> {
    await this.#call({ method: 'DELETE', path: this.#at('/instance/logout'), timeoutMs: this.#timeout('connect') })
  }

  async deleteInstance(): Promise<void> {
    await this.#call({ method: 'DELETE', path: this.#at('/instance/delete'), timeoutMs: this.#timeout('connect') })
  }

  async findWebhook(): Promise<JsonObject | null> {
    const answer = await this.#read('GET', this.#at('/webhook/find'))
    return isObject(answer) ? answer : null
  }

  async setWebhook(registration: WebhookRegistration, enabled = true): Promise<void> {
    const webhook = { enabled, byEvents: false, ...registration }
    await this.#read('POST', this.#at('/webhook/set'), { webhook })
  }

  async findSettings(): Promise<JsonObject | null> {
    const answer = await this.#read('GET', this.#at('/settings/find'))
    return isObject(answer) ? answer : null
  }

  async setSettings(settings: JsonObject): Promise<void> {
    await this.#read('POST', this.#at('/settings/set'), settings)
  }

  /** A `/message/…` call. `route` is its name, `sendText` for one. */
  async sendMessage(route: string, body: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
    const path = this.#at(`/message/${route}`)
    const answer = await this.#call({ method: 'POST', path, body, timeoutMs: this.#timeout('send'), ...(signal ? { signal } : {}) })
    return this.#object(answer)
  }

  async updateMessage(body: JsonObject, signal: AbortSignal): Promise<void> {
    await this.#call({ method: 'POST', path: this.#at('/chat/updateMessage'), body, timeoutMs: this.#timeout('send'), signal })
  }

  async deleteMessageForEveryone(body: JsonObject, signal: AbortSignal): Promise<void> {
    await this.#call({ method: 'DELETE', path: this.#at('/chat/deleteMessageForEveryone'), body, timeoutMs: this.#timeout('send'), signal })
  }

  /** The server sends the presence, waits `delayMs`, ends it, and only then answers. */
  async sendPresence(number: string, presence: 'composing' | 'paused', delayMs: number, signal?: AbortSignal): Promise<void> {
    const timeoutMs = this.#timeout('read') + delayMs
    const body = { number, presence, delay: delayMs }
    await this.#call({ method: 'POST', path: this.#at('/chat/sendPresence'), body, timeoutMs, ...(signal ? { signal } : {}) })
  }

  async markRead(messages: JsonObject[], signal?: AbortSignal): Promise<void> {
    await this.#read('POST', this.#at('/chat/markMessageAsRead'), { readMessages: messages }, signal)
  }

  /** `offset` of the wire is the page size. */
  async findMessages(where: JsonObject, page: number, pageSize: number): Promise<MessagePage> {
    const answer = await this.#read('POST', this.#at('/chat/findMessages'), { where, page, offset: pageSize })
    const messages = objectAt(answer, 'messages')
    if (!messages) {
      throw new EvolutionError('invalid_response', 'The Evolution server did not list its messages.', {
        outcome: 'refused',
        response: answer,
      })
    }
    const count = (name: string): number => (typeof messages[name] === 'number' ? messages[name] : 0)
    return { records: listAt(messages, 'records').filter(isObject), pages: count('pages'), total: count('total') }
  }

  /** The bytes of a message's media as base64; null when the server has none. */
  async mediaBase64(externalId: string, signal: AbortSignal): Promise<string | null> {
    const body = { message: { key: { id: externalId } }, convertToMp4: false }
    const path = this.#at('/chat/getBase64FromMediaMessage')
    return stringAt(await this.#call({ method: 'POST', path, body, timeoutMs: this.#timeout('media'), signal }), 'base64')
  }

  async whatsappNumbers(numbers: string[]): Promise<JsonObject[]> {
    const answer = await this.#read('POST', this.#at('/chat/whatsappNumbers'), { numbers })
    return Array.isArray(answer) ? answer.filter(isObject) : []
  }

  async groupInfo(groupJid: string): Promise<JsonObject> {
    return this.#object(await this.#read('GET', `${this.#at('/group/findGroupInfos')}?groupJid=${encodeURIComponent(groupJid)}`))
  }

  async allGroups(): Promise<JsonObject[]> {
    const answer = await this.#read('GET', `${this.#at('/group/fetchAllGroups')}?getParticipants=false`)
    return Array.isArray(answer) ? answer.filter(isObject) : []
  }

  async fetchProfile(number: string): Promise<JsonObject> {
    return this.#object(await this.#read('POST', this.#at('/chat/fetchProfile'), { number }))
  }

  async fetchProfilePictureUrl(number: string): Promise<JsonObject> {
    return this.#object(await this.#read('POST', this.#at('/chat/fetchProfilePictureUrl'), { number }))
  }

  async updateProfilePicture(picture: string): Promise<void> {
    await this.#read('POST', this.#at('/chat/updateProfilePicture'), { picture })
  }

  #at(route: string): string {
    return `${route}/${encodeURIComponent(this.#options.remoteName)}`
  }

  #timeout(kind: keyof Timeouts): number {
    return this.#options.timeouts?.[kind] ?? DEFAULT_TIMEOUTS[kind]
  }

  #read(method: HttpCall['method'], path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.#call({ method, path, body, timeoutMs: this.#timeout('read'), ...(signal ? { signal } : {}) })
  }

  async #call(wanted: HttpCall, key: string = this.#token ?? this.#options.apiKey): Promise<unknown> {
    const { baseUrl, remoteName, timers, apiKey, stopSignal, maxAnswerBytes = 96 * 1024 * 1024 } = this.#options
    const target = { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey: key, instance: remoteName, timers, maxAnswerBytes }
    const call = wanted.signal === undefined && stopSignal ? { ...wanted, signal: stopSignal } : wanted
    try {
      return await callEvolution(target, call)
    } catch (error) {
      if (error instanceof EvolutionError && error.code === 'unreachable') this.#options.onUnreachable?.()
      // A 401 is given before anything is done, so the second try cannot do it twice.
      if (!(error instanceof EvolutionError) || error.code !== 'unauthorized' || key === apiKey) throw error
      const answer = await callEvolution({ ...target, apiKey }, call)
      this.#token = null
      return answer
    }
  }

  #object(answer: unknown): JsonObject {
    if (isObject(answer)) return answer
    throw new EvolutionError('invalid_response', 'The Evolution server answered with something unexpected.', {
      outcome: 'unclear',
      response: answer,
    })
  }

  #notSwallowed(answer: unknown): JsonObject {
    const failure = swallowedFailure(answer)
    if (failure) throw failure
    return this.#object(answer)
  }
}

/** The token in the answer of create: a plain string in v2, an object before. */
export function tokenOf(created: JsonObject): string | null {
  const hash = field(created, 'hash')
  return typeof hash === 'string' ? hash : stringAt(hash, 'apikey')
}
