/**
 * Did messages whose send was cut off reach WhatsApp after all? Read from the server's own store, where a find
 * decides and nothing else does: Evolution sends before it stores, and may die in between.
 *
 * Known limits: a server that keeps no messages cannot tell, nor can any of reactions; of equal texts of unknown
 * fate in one chat, either all are found or none can be distinguished.
 */

import type { JsonObject } from '../../runtime/json.ts'
import type { FoundSend, OutboundPart, UnknownSend } from '../port.ts'
import { isSameNumber, type Person, parseJid, personOf } from '../whatsapp/jid.ts'
import { contentOf, type Said } from '../whatsapp/normalize/content.ts'
import { field, numberOf, objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import { cleanText } from '../whatsapp/normalize/text.ts'
import type { EvolutionApi } from './api.ts'

const PAGE_SIZE = 100
const MAX_PAGES = 10
/** The clocks of this machine and of WhatsApp may differ. */
const CLOCK_SKEW_MS = 60_000

const KINDS: Record<string, string[]> = {
  text: ['text'],
  media: ['image', 'video', 'document'],
  audio: ['audio'],
  sticker: ['sticker'],
  contacts: ['contact'],
}

function isSame(part: OutboundPart, said: Said): boolean {
  const { content } = part
  if (!KINDS[content.type]?.includes(said.kind)) return false
  if (content.type === 'text') return said.text.trim() === cleanText(content.text).trim()
  if (content.type === 'media') return said.kind === content.mediaType && said.text.trim() === cleanText(content.caption).trim()
  return true
}

type Match = 'same' | 'other' | 'unsure'

/** Is a record in the chat that was sent to? `unsure` when only a LID is known on one side and a phone on the other. */
function chatMatch(wanted: string, key: JsonObject, phoneOfLid: (lid: string) => string | null): Match {
  const target = parseJid(wanted)
  const remote = parseJid(field(key, 'remoteJid'))
  if (!target || !remote) return 'other'
  if (target.address === remote.address) return 'same'
  if (target.kind === 'group' || remote.kind === 'group' || remote.kind === 'other') return 'other'
  const there: Person = personOf([remote.address, field(key, 'remoteJidAlt')], phoneOfLid)
  const here: Person = personOf([target.address], phoneOfLid)
  if (here.phone !== null && there.phone !== null) return isSameNumber(here.phone, there.phone) ? 'same' : 'other'
  if (here.lid !== null && here.lid === there.lid) return 'same'
  return 'unsure'
}

export interface FindSentOptions {
  phoneOfLid(lid: string): string | null
  /** Is this id already known as another delivery's? */
  isKnown(externalId: string): Promise<boolean>
}

/** An own message in the server's store. */
interface OwnMessage {
  externalId: string
  sentMs: number
  key: JsonObject
  said: Said
}

/** Own messages since that time, as far as ten pages reach; the oldest first. */
async function ownMessages(api: EvolutionApi, sinceMs: number, isKnown: FindSentOptions['isKnown']): Promise<OwnMessage[]> {
  const found: OwnMessage[] = []
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { records, pages } = await api.findMessages({ key: { fromMe: true } }, page, PAGE_SIZE)
    let isPast = false
    for (const record of records) {
      const sentMs = (numberOf(field(record, 'messageTimestamp')) ?? 0) * 1000
      if (sentMs < sinceMs) {
        isPast = true
        continue
      }
      const key = objectAt(record, 'key')
      const externalId = stringAt(key, 'id')
      const said = contentOf(objectAt(record, 'message') ?? {})
      if (!key || !externalId || field(key, 'fromMe') !== true || said.is !== 'message' || (await isKnown(externalId))) continue
      found.push({ externalId, sentMs, key, said })
    }
    if (isPast || page >= pages || records.length === 0) break
  }
  // The server gives the newest first, also of one second.
  return found.reverse()
}

/** Sends that no message can be told apart by: the same content in the same chat. */
const sameness = ({ part }: UnknownSend): string => JSON.stringify([part.chatExternalId, part.content, part.quotedExternalId])

/** See `Channel.findSent`. Throws what the calls throw. */
export async function findSent(api: EvolutionApi, sends: UnknownSend[], options: FindSentOptions): Promise<(FoundSend | null)[]> {
  const results: (FoundSend | null)[] = sends.map(() => null)
  const wanted = sends.map((send, index) => ({ send, index })).filter(({ send }) => send.part.content.type !== 'reaction')
  if (wanted.length === 0) return results
  const sinceMs = (send: UnknownSend) => Date.parse(send.since) - CLOCK_SKEW_MS
  const stored = await ownMessages(api, Math.min(...wanted.map(({ send }) => sinceMs(send))), options.isKnown)
  for (const alike of Map.groupBy(wanted, ({ send }) => sameness(send)).values()) {
    alike.sort((a, b) => sinceMs(a.send) - sinceMs(b.send))
    const send = alike[0]?.send
    if (send === undefined) continue
    const matches = stored
      .filter(({ said, sentMs }) => sentMs >= sinceMs(send) && isSame(send.part, said))
      .map((message) => ({ message, match: chatMatch(send.part.chatExternalId, message.key, options.phoneOfLid) }))
      .filter(({ match }) => match !== 'other')
    // One more or one less than was sent: which of them it is cannot be told.
    if (matches.length !== alike.length || matches.some(({ match }) => match === 'unsure')) continue
    for (const [n, { index }] of alike.entries()) {
      const { message } = matches[n] ?? {}
      if (message !== undefined) results[index] = { externalId: message.externalId, sentAt: new Date(message.sentMs).toISOString() }
    }
  }
  return results
}
