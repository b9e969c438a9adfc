/** Telling the Evolution server where to bring its events. */
import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../../runtime/json.ts'
import { field, listAt, objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import type { EvolutionApi, WebhookRegistration } from './api.ts'
import { EvolutionError } from './failures.ts'
import { SECRET_HEADER } from './webhook.ts'

/** What this channel reads. `MESSAGES_SET` (the whole history at first link) is left out on purpose. */
const EVENTS = [
  'QRCODE_UPDATED',
  'CONNECTION_UPDATE',
  'STATUS_INSTANCE',
  'LOGOUT_INSTANCE',
  'REMOVE_INSTANCE',
  'MESSAGES_UPSERT',
  'MESSAGES_EDITED',
  'MESSAGES_UPDATE',
  'MESSAGES_DELETE',
  'SEND_MESSAGE',
  'SEND_MESSAGE_UPDATE',
  'CONTACTS_UPSERT',
  'CONTACTS_UPDATE',
  'CHATS_UPSERT',
  'GROUPS_UPSERT',
  'GROUP_UPDATE',
  'GROUP_PARTICIPANTS_UPDATE',
  'PRESENCE_UPDATE',
]

export function registrationFor(webhook: { url: string; secret: string }, base64: boolean): WebhookRegistration {
  return { url: webhook.url, headers: { [SECRET_HEADER]: webhook.secret }, events: EVENTS, base64 }
}

/** Versions differ in the events they know, and refuse the whole call for one unknown; an empty list means all. */
export async function withKnownEvents<T>(
  registration: WebhookRegistration,
  call: (registration: WebhookRegistration) => Promise<T>,
): Promise<T> {
  try {
    return await call(registration)
  } catch (error) {
    const isAboutEvents = error instanceof EvolutionError && error.code === 'bad_request' && /enum|events/i.test(error.message)
    if (!isAboutEvents) throw error
    return await call({ ...registration, events: [] })
  }
}

function isInForce(found: JsonObject | null, registration: WebhookRegistration): boolean {
  if (found?.['enabled'] !== true || found['url'] !== registration.url) return false
  if (found['webhookByEvents'] === true || found['webhookBase64'] !== registration.base64) return false
  const events = new Set(listAt(found, 'events'))
  const isComplete = events.size === 0 || ['MESSAGES_UPSERT', 'CONNECTION_UPDATE', 'MESSAGES_UPDATE'].every((event) => events.has(event))
  return isComplete && isDeepStrictEqual({ ...objectAt(found, 'headers') }, registration.headers)
}

/**
 * The address of another program that gets the events now; null when that is ours or nobody's. What bears our
 * secret we registered, from an older address maybe; what leads here was meant for us, whoever registered it.
 */
export function foreignWebhook(found: JsonObject | null, registration: WebhookRegistration): string | null {
  const url = stringAt(found, 'url')
  if (found?.['enabled'] !== true || url === null || url === registration.url) return null
  const isSigned = Object.entries(objectAt(found, 'headers') ?? {}).some(
    ([name, value]) => name.toLowerCase() === SECRET_HEADER && value === registration.headers[SECRET_HEADER],
  )
  return isSigned ? null : url
}

/** Without what may be a key in it. */
function shown(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, 200)
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.slice(0, 200)
}

export interface WebhookClaim {
  remoteName: string
  /** Another one once the address has moved. */
  registration: WebhookRegistration
  /** May another program's webhook at this address be replaced? */
  mayReplace(url: string): boolean
}

/**
 * Registers the webhook; with `onlyIfNeeded`, unless it is as it should be. Throws an EvolutionError('conflict') with
 * `details.foreignWebhook` when that would take the messages away from another program and nobody has said yes.
 */
export async function claimWebhook(
  api: EvolutionApi,
  { remoteName, registration, mayReplace }: WebhookClaim,
  { onlyIfNeeded = false } = {},
): Promise<void> {
  const found = await api.findWebhook()
  if (onlyIfNeeded && isInForce(found, registration)) return
  const foreign = foreignWebhook(found, registration)
  if (foreign !== null && !mayReplace(foreign)) {
    const message = `The instance "${remoteName}" on the Evolution server sends its messages to ${shown(foreign)}. Replace it?`
    throw new EvolutionError('conflict', message, { outcome: 'refused', details: { foreignWebhook: shown(foreign) } })
  }
  await withKnownEvents(registration, (attempt) => api.setWebhook(attempt))
}

/** Switches the webhook off, if it is ours. */
export async function releaseWebhook(api: EvolutionApi, registration: WebhookRegistration): Promise<void> {
  const found = await api.findWebhook()
  if (found !== null && foreignWebhook(found, registration) === null) await api.setWebhook(registration, false)
}

/**
 * Settings of the server that would speak for the shop behind the hub's back: it would mark
 * everything read, whatever the instance's own rule says. Others are the owner's business.
 */
export async function alignSettings(api: EvolutionApi): Promise<void> {
  const settings = await api.findSettings()
  if (settings && field(settings, 'readMessages') === true) await api.setSettings({ ...settings, readMessages: false })
}
