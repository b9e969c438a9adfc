/** What the fake Evolution server keeps in memory. */

export type Json = Record<string, unknown>

export interface ReceivedCall {
  method: string
  /** With the query string. */
  path: string
  /** `sendText`, `create`, `connectionState`, …: the second part of the path. */
  route: string
  /** The remote instance name of the path, or null. */
  instance: string | null
  key: 'none' | 'bad' | 'global' | 'instance'
  body: unknown
  status: number | null
}

/** A message that the fake took for sending: what a real phone would have received. */
export interface SentMessage {
  instance: string
  route: string
  /** The chat after the server's rewriting of numbers. */
  remoteJid: string
  id: string
  text: string
  body: Json
}

export interface HookAttempt {
  instance: string
  event: string
  url: string
  headers: Record<string, string>
  body: Json
  attempts: number
  /** The last HTTP status; null while nothing answered. */
  status: number | null
  answer: string
  outcome: 'pending' | 'delivered' | 'refused' | 'given_up' | 'silenced'
}

export interface WebhookConfig {
  id: string
  url: string
  headers: Record<string, string>
  enabled: boolean
  events: string[]
  webhookByEvents: boolean
  webhookBase64: boolean
  createdAt: string
  updatedAt: string
  instanceId: string
}

export interface StoredMessage extends Json {
  id: string
  key: Json & { id: string; remoteJid: string; fromMe: boolean }
  messageTimestamp: number
  message: Json
  MessageUpdate: { status: string }[]
}

export interface FakeInstance {
  name: string
  id: string
  token: string
  integration: string
  state: 'open' | 'connecting' | 'close'
  /** Digits of the linked account; null before the first scan. */
  account: string | null
  lid: string
  profileName: string | null
  profilePicUrl: string | null
  /** Given at create, or at connect while the state was `close`. */
  pairingNumber: string | null
  qr: { code: string; base64: string; pairingCode: string | null; count: number } | null
  webhook: WebhookConfig | null
  settings: Json
  messages: StoredMessage[]
  contacts: Json[]
  groups: Map<string, { subject: string; participants: Json[] }>
  /** Media bytes by message id, for getBase64FromMediaMessage. */
  media: Map<string, { base64: string; mimetype: string }>
}

export type Fault =
  /** `text` is answered as it stands, `body` as JSON; without both, the usual shape. */
  | { kind: 'status'; status: number; body?: unknown; text?: string; headers?: Record<string, string> }
  /** Drops the connection without an answer; with `afterEffect` the call is carried out first. */
  | { kind: 'reset'; afterEffect?: boolean }
  /** Never answers (until the server stops); with `afterEffect` the call is carried out first. */
  | { kind: 'hang'; afterEffect?: boolean }
  | { kind: 'licence' }
  /** Carried out at once, answered only when the promise resolves. */
  | { kind: 'late'; until: Promise<unknown> }
  /** HTTP 200 with this body, as it stands. */
  | { kind: 'answer'; body: string }

export const DEFAULT_SETTINGS = {
  rejectCall: false,
  msgCall: '',
  groupsIgnore: false,
  alwaysOnline: false,
  readMessages: false,
  readStatus: false,
  syncFullHistory: false,
  wavoipToken: '',
}

export const EVENTS = [
  'APPLICATION_STARTUP',
  'QRCODE_UPDATED',
  'MESSAGES_SET',
  'MESSAGES_UPSERT',
  'MESSAGES_EDITED',
  'MESSAGES_UPDATE',
  'MESSAGES_DELETE',
  'SEND_MESSAGE',
  'SEND_MESSAGE_UPDATE',
  'CONTACTS_SET',
  'CONTACTS_UPSERT',
  'CONTACTS_UPDATE',
  'PRESENCE_UPDATE',
  'CHATS_SET',
  'CHATS_UPSERT',
  'CHATS_UPDATE',
  'CHATS_DELETE',
  'GROUPS_UPSERT',
  'GROUP_UPDATE',
  'GROUP_PARTICIPANTS_UPDATE',
  'CONNECTION_UPDATE',
  'LABELS_EDIT',
  'LABELS_ASSOCIATION',
  'CALL',
  'TYPEBOT_START',
  'TYPEBOT_CHANGE_STATUS',
  'REMOVE_INSTANCE',
  'LOGOUT_INSTANCE',
  'INSTANCE_CREATE',
  'INSTANCE_DELETE',
  'STATUS_INSTANCE',
]
