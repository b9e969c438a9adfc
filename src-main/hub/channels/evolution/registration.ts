/** Telling the Evolution server where to bring its events. */
import { isDeepStrictEqual } from 'node:util'
import { field, type JsonObject, listAt, objectAt } from '../whatsapp/normalize/json.ts'
import type { EvolutionApi, WebhookRegistration } from './api.ts'
import { EvolutionError } from './failures.ts'

const SECRET_HEADER = 'x-omni-webhook-secret'

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

export async function registerWebhook(api: EvolutionApi, registration: WebhookRegistration): Promise<void> {
  await withKnownEvents(registration, (attempt) => api.setWebhook(attempt))
}

function isInForce(found: JsonObject | null, registration: WebhookRegistration): boolean {
  if (found?.['enabled'] !== true || found['url'] !== registration.url) return false
  if (found['webhookByEvents'] === true || found['webhookBase64'] !== registration.base64) return false
  const events = new Set(listAt(found, 'events'))
  const isComplete = events.size === 0 || ['MESSAGES_UPSERT', 'CONNECTION_UPDATE', 'MESSAGES_UPDATE'].every((event) => events.has(event))
  return isComplete && isDeepStrictEqual({ ...objectAt(found, 'headers') }, registration.headers)
}

/** Registers the webhook unless it already is as it should be. Resolves to whether anything was changed. */
export async function ensureWebhook(api: EvolutionApi, registration: WebhookRegistration): Promise<boolean> {
  if (isInForce(await api.findWebhook(), registration)) return false
  await registerWebhook(api, registration)
  return true
}

/**
 * Settings of the server that would speak for the shop behind the hub's back: it would mark
 * everything read, whatever the instance's own rule says. Others are the owner's business.
 */
export async function alignSettings(api: EvolutionApi): Promise<void> {
  const settings = await api.findSettings()
  if (settings && field(settings, 'readMessages') === true) await api.setSettings({ ...settings, readMessages: false })
}
