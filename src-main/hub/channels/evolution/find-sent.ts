/**
 * Did a message whose send was cut off reach WhatsApp after all? Read from the server's own store.
 *
 * Known limits: a server that keeps no messages cannot tell; reactions, and two equal texts of
 * unknown fate in one chat, cannot be told apart.
 */
import type { OutboundPart } from '../port.ts'
import { isSameNumber, type Person, parseJid, personOf } from '../whatsapp/jid.ts'
import { contentOf, type Said } from '../whatsapp/normalize/content.ts'
import { field, type JsonObject, numberOf, objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import { cleanText } from '../whatsapp/normalize/text.ts'
import type { EvolutionApi } from './api.ts'

const PAGE_SIZE = 100
const MAX_PAGES = 10
/** The server stores a message a moment after it has sent it. */
const SETTLE_MS = 15_000
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
  nowMs: number
  phoneOfLid(lid: string): string | null
  /** Is this id already known as another delivery's? */
  isKnown(externalId: string): Promise<boolean>
}

/** See `Channel.findSent`. Throws what the calls throw. */
export async function findSent(
  api: EvolutionApi,
  part: OutboundPart,
  sinceIso: string,
  options: FindSentOptions,
): Promise<{ externalId: string } | 'not_sent' | null> {
  if (part.content.type === 'reaction') return null
  const sinceMs = Date.parse(sinceIso) - CLOCK_SKEW_MS
  const found: string[] = []
  let isUnsure = false
  let isComplete = false
  for (let page = 1; page <= MAX_PAGES && !isComplete; page += 1) {
    const { records, pages, total } = await api.findMessages({ key: { fromMe: true } }, page, PAGE_SIZE)
    // Not one own message: this server may not keep any, and its silence proves nothing.
    if (page === 1 && (total === 0 || records.length === 0)) return null
    for (const record of records) {
      const sentMs = (numberOf(field(record, 'messageTimestamp')) ?? 0) * 1000
      if (sentMs < sinceMs) {
        isComplete = true
        continue
      }
      const key = objectAt(record, 'key')
      const externalId = stringAt(key, 'id')
      const content = contentOf(objectAt(record, 'message') ?? {})
      if (!key || !externalId || field(key, 'fromMe') !== true || content.is !== 'message' || !isSame(part, content)) continue
      const match = chatMatch(part.chatExternalId, key, options.phoneOfLid)
      if (match === 'other' || (await options.isKnown(externalId))) continue
      if (match === 'same') found.push(externalId)
      else isUnsure = true
    }
    if (page >= pages || records.length === 0) isComplete = true
  }
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return { externalId: first }
  if (first !== undefined || isUnsure || !isComplete) return null
  return options.nowMs - Date.parse(sinceIso) >= SETTLE_MS ? 'not_sent' : null
}
