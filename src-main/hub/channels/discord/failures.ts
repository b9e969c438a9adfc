/**
 * Discord's refusals in the product's words. Bodies of errors are `{code, message, errors?}`; codes are those of
 * Discord's reference, "JSON error codes".
 */
import { type ErrorCode, errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { isObject } from '../../runtime/json.ts'

export const BAD_TOKEN =
  'Discord does not accept the bot token. Make a new one in the Developer Portal (page "Bot", button "Reset Token") and enter it here.'
export const MISSING_INTENT =
  'Discord does not let the bot read messages yet. In the Developer Portal open the page "Bot", turn on "Message Content Intent" under "Privileged Gateway Intents", save, and press Connect.'
export const UNREACHABLE = 'Discord cannot be reached. Trying again automatically.'
export const NOT_CONNECTED = 'Discord is not connected right now.'

/** Worse than this is not waited for within a call: the delivery waits instead. Milliseconds. */
export const PATIENCE_MS = 5000

const NOT_DISCORD = 'NotDiscordError'

/** `wasSent: 'maybe'`: the request left and no clear answer came. */
export interface Refusal {
  error: OmniError
  wasSent: 'no' | 'maybe'
  isTransient: boolean
  retryAfterMs: number | null
  /** Discord's own code, or the HTTP status. */
  code: number | null
}

const SENTENCES: Record<number, [code: ErrorCode, sentence: string]> = {
  10003: ['not_found', 'This channel no longer exists on Discord, or the bot is not in it any more.'],
  10004: ['not_found', 'The bot is not in this server any more.'],
  10008: ['not_found', 'This message no longer exists on Discord.'],
  10013: ['not_found', 'Discord knows no such user.'],
  40005: ['too_large', 'The file is larger than Discord allows here.'],
  50001: ['forbidden', 'The bot may not see this channel. On Discord, give its role "View Channel" there, or invite it again.'],
  50007: ['forbidden', 'This person does not take direct messages from the bot, has blocked it, or shares no server with it.'],
  50013: [
    'forbidden',
    'The bot lacks a permission in this channel. On Discord, give its role "Send Messages", "Send Messages in Threads" and "Attach Files" there.',
  ],
  50083: ['conflict', 'This thread is archived, and the bot may not open it again.'],
  50278: ['forbidden', 'This person does not take direct messages from the bot, has blocked it, or shares no server with it.'],
  160005: ['conflict', 'This thread is locked on Discord: only moderators can write there.'],
  340013: ['forbidden', 'This person does not take direct messages from the bot, has blocked it, or shares no server with it.'],
}

const refused = (code: ErrorCode, sentence: string, facts: Partial<Refusal> & { details?: Record<string, unknown> } = {}): Refusal => {
  const { details, ...rest } = facts
  return {
    error: new OmniError(code, sentence, details ? { details } : {}),
    wasSent: 'no',
    isTransient: false,
    retryAfterMs: null,
    code: null,
    ...rest,
  }
}

/** Codes of failures that happen before anything can leave this computer. */
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/

function neverLeft(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && NEVER_LEFT.test(String(at.code))) return true
    if (at instanceof AggregateError && at.errors.some((one) => neverLeft(one))) return true
  }
  return false
}

const numberAt = (error: object, field: string): number | null => {
  const value = (error as Record<string, unknown>)[field]
  return typeof value === 'number' ? value : null
}

/** Whatever answered, Discord did not: nobody knows what became of the call. */
export const notDiscord = (): Error => Object.assign(new Error('not an answer of Discord'), { name: NOT_DISCORD })

/** Of a call that makes something: what Discord made has an id. */
export function made<T extends { id: string }>(answer: unknown): T {
  if (!isObject(answer) || typeof answer['id'] !== 'string' || !/^\d+$/.test(answer['id'])) throw notDiscord()
  return answer as unknown as T
}

/** What a failed call means. Told by its fields, for the library's classes are not loaded where this is tested. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof OmniError) return refused(error.code, error.message, { isTransient: error.code === 'not_connected' })
  if (!(error instanceof Error)) return refused('internal', errorMessage(error), { wasSent: 'maybe' })
  if (error.name === NOT_DISCORD)
    return refused('invalid_response', 'Something other than Discord answered, such as a proxy or the login page of a network.', {
      wasSent: 'maybe',
      isTransient: true,
    })
  if (error.name.startsWith('RateLimitError')) {
    const waits = ['timeToReset', 'retryAfter', 'sublimitTimeout'].map((field) => numberAt(error, field) ?? 0)
    const waitMs = Math.max(PATIENCE_MS, ...waits)
    const seconds = Math.ceil(waitMs / 1000)
    return refused('rate_limited', `Discord asks to wait ${seconds} s before more is sent there.`, {
      isTransient: true,
      retryAfterMs: waitMs,
      code: 429,
    })
  }
  const status = numberAt(error, 'status')
  if (status === null) {
    if (neverLeft(error)) return refused('unreachable', 'Discord cannot be reached.', { isTransient: true })
    return refused('unreachable', 'The connection to Discord broke off.', { wasSent: 'maybe', isTransient: true })
  }
  const code = numberAt(error, 'code') ?? status
  const details = { status, code, said: saidBy(error) }
  if (status === 401) return refused('unauthorized', BAD_TOKEN, { code, details })
  const known = SENTENCES[code]
  if (known !== undefined) return refused(known[0], known[1], { code, details })
  if (status === 413) return refused('too_large', 'The file is larger than Discord allows here.', { code, details })
  if (status === 429)
    return refused('rate_limited', 'Discord asks to wait before more is sent there.', { isTransient: true, code, details })
  if (status >= 500)
    return refused('platform_error', 'Discord has a problem of its own right now.', { wasSent: 'maybe', isTransient: true, code, details })
  if (status === 403) return refused('forbidden', 'Discord does not allow this to the bot.', { code, details })
  if (status === 404) return refused('not_found', 'Discord does not have this any more.', { code, details })
  return refused('platform_error', 'Discord refused the message.', { code, details })
}

function saidBy(error: Error): string {
  const raw = (error as { rawError?: unknown }).rawError
  const message = isObject(raw) && typeof raw['message'] === 'string' ? raw['message'] : error.message
  return message.slice(0, 300)
}
