/** What a phone tells a newly linked device of its chats: newest message first, as WhatsApp does. */
import { proto } from 'baileys'
import type { Account } from './account.ts'
import { phoneJid } from './stanza.ts'

export interface PastMessage {
  id: string
  text?: string
  /** Instead of `text`: any message. */
  message?: proto.IMessage
  /** Milliseconds since the epoch. */
  sentAtMs: number
  fromMe?: boolean
}

export interface PastChat {
  /** Digits. */
  phone: string
  /** Digits; told beside the phone, so that the two can be joined. */
  lid?: string
  /** The chat is named by the LID. */
  isByLid?: boolean
  name?: string
  /** In any order. */
  messages: PastMessage[]
}

/** For `server.firstHistory`. */
export function historyOf(chats: PastChat[]): (account: Account) => proto.IHistorySync {
  return () => ({
    syncType: proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP,
    pushnames: [],
    conversations: chats.map(({ phone, lid, isByLid, name, messages }) => {
      const id = isByLid === true && lid !== undefined ? `${lid}@lid` : phoneJid(phone)
      return {
        id,
        ...(name === undefined ? {} : { name }),
        ...(lid === undefined ? {} : isByLid === true ? { pnJid: phoneJid(phone) } : { lidJid: `${lid}@lid` }),
        messages: [...messages]
          .sort((a, b) => b.sentAtMs - a.sentAtMs)
          .map((message) => ({
            message: {
              key: { remoteJid: id, fromMe: message.fromMe === true, id: message.id },
              message: message.message ?? { conversation: message.text ?? '' },
              messageTimestamp: Math.floor(message.sentAtMs / 1000),
            },
          })),
      }
    }),
  })
}
