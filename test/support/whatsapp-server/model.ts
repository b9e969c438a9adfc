/** What tests see of the fake WhatsApp server. */
import type { proto } from 'baileys'

/** A message that a linked device sent and a person could read. */
export interface ReceivedMessage {
  /** The digits of the account that wrote. */
  account: string
  /** The digits of the person who got it. */
  to: string
  /** The chat as the client addressed it: a phone, LID or group jid. */
  chat: string
  id: string
  message: proto.Message
  /** Its plain text, or its caption; empty if it has none. */
  text: string
  /** How often the client sent this id: WhatsApp shows it once all the same. */
  times: number
}

/** One WebSocket that a client opened, for counting reconnects. */
export interface ConnectionRecord {
  /** Milliseconds since the epoch. */
  at: number
  /** The digits of the account, once it said who it is; null for one that waits to be linked. */
  account: string | null
  outcome: 'refused' | 'pairing' | 'logged_in' | 'rejected' | 'open'
}

export interface ReceivedReceipt {
  account: string
  id: string
  /** `delivered` is WhatsApp's receipt without a type. */
  type: string
  from: string
}

export interface Inbound {
  /** The digits of the account that gets it. */
  to: string
  /** The digits of the person who writes. */
  from: string
  text?: string
  /** Instead of `text`: any message. */
  message?: proto.IMessage
  id?: string
  pushName?: string
  /** How the stanza names the person: by phone number (with the LID beside it) or by LID (with the number beside it). */
  addressing?: 'phone' | 'lid'
  /** By LID alone: the phone number is not told. */
  hidesPhone?: boolean
  /** Garbled on its way; the client asks for it again, and then it is whole. */
  isGarbled?: boolean
  /** Sent without encryption, as some business messages are. */
  isPlain?: boolean
  /** Milliseconds since the epoch; now unless told otherwise. */
  sentAtMs?: number
  /** Attributes that replace or join the stanza's own. */
  attrs?: Record<string, string>
}

export interface WhoScans {
  phone: string
  /** Digits of the LID; made up from the phone unless given. */
  lid?: string
  name?: string
}

export type PairingDrop =
  /** The socket closes before the client hears that it is linked. */
  | 'before_success'
  /** The client is told, and the socket closes before its answer can arrive. */
  | 'after_success'

/** What a stanza of the server is kept under until the client says that it has it. */
export const stanzaKey = (tag: string, id: string): string => `${tag}:${id}`

export function textOf(message: proto.IMessage): string {
  return (
    message.conversation ??
    message.extendedTextMessage?.text ??
    message.imageMessage?.caption ??
    message.videoMessage?.caption ??
    message.documentMessage?.caption ??
    message.documentWithCaptionMessage?.message?.documentMessage?.caption ??
    ''
  )
}
