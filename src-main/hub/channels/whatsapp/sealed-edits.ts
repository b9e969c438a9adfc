/**
 * Edits that WhatsApp seals (since May 2026 most are): `secretEncryptedMessage` brings the new text encrypted
 * with a key that came along with the edited message, and neither Evolution 2.3 nor Baileys 7 opens it.
 *
 * Source of the scheme: WhiskeySockets/Baileys#2541, tulir/whatsmeow#1209. AES-256-GCM without additional data,
 * key: HKDF-SHA256 of the message's secret over its id, its author, the editor and "Message Edit".
 *
 * Known limits: secrets are kept in memory, so what was written before a restart of the hub cannot be opened; nor can
 * an edit whose key is made of a LID that this server has told nobody. Both are shown as a change to be read on the phone.
 */
import { createDecipheriv, hkdfSync } from 'node:crypto'
import type { JsonObject } from '../../runtime/json.ts'
import { lidJid, parseJid, phoneJid } from './jid.ts'
import type { OwnAccount } from './normalize/context.ts'
import { binaryOf, booleanAt, field, objectAt, stringAt } from './normalize/json.ts'
import { messageOfProtobuf } from './normalize/protobuf-text.ts'

/** Messages can be edited for 15 minutes: a day of a busy account. */
const MAX_SECRETS = 20_000
const SECRET_BYTES = 32
const TAG_BYTES = 16
const AUTHOR_FIELDS = [
  'remoteJid',
  'remoteJidAlt',
  'participant',
  'participantAlt',
  'senderPn',
  'senderLid',
  'participantPn',
  'participantLid',
]

interface Secret {
  secret: Uint8Array
  authors: string[]
}

export interface Around {
  own: OwnAccount
  /** The LIDs of a phone, as far as they are known: servers write the phone where the key is made of the LID. */
  lidsOf(phone: string): string[]
}

/** Every address by which the writer of a message may have been known to the writer's own phone. */
function authorsOf(data: JsonObject, { own, lidsOf }: Around): string[] {
  const key = objectAt(data, 'key')
  const addresses = booleanAt(key, 'fromMe')
    ? [own.lid === null ? null : lidJid(own.lid), own.phone === null ? null : phoneJid(own.phone)]
    : [...AUTHOR_FIELDS.map((name) => field(key, name)), field(data, 'participant')]
  const people = addresses.map(parseJid).filter((jid) => jid?.kind === 'phone' || jid?.kind === 'lid')
  const lids = people.flatMap((jid) => (jid?.kind === 'phone' ? lidsOf(jid.user) : []))
  return [...new Set([...people.flatMap((jid) => jid?.address ?? []), ...lids.map(lidJid)])]
}

function opened(sealed: JsonObject, { secret }: Secret, id: string, authors: readonly string[]): JsonObject | null {
  const payload = binaryOf(field(sealed, 'encPayload'))
  const iv = binaryOf(field(sealed, 'encIv'))
  if (payload === null || iv === null || payload.length <= TAG_BYTES || iv.length !== 12) return null
  for (const author of authors) {
    for (const editor of authors) {
      const key = hkdfSync('sha256', secret, new Uint8Array(32), `${id}${author}${editor}Message Edit`, 32)
      const decipher = createDecipheriv('aes-256-gcm', new Uint8Array(key), iv, { authTagLength: TAG_BYTES })
      decipher.setAuthTag(payload.subarray(-TAG_BYTES))
      const plain = decipher.update(payload.subarray(0, -TAG_BYTES))
      try {
        decipher.final()
      } catch {
        continue
      }
      return messageOfProtobuf(plain)
    }
  }
  return null
}

const isEdit = (sealed: JsonObject): boolean => [2, 'MESSAGE_EDIT'].includes(field(sealed, 'secretEncType') as never)

export class SealedEdits {
  readonly #secrets = new Map<string, Secret>()

  /**
   * Keeps the secret of a message (`{key, message}`), and puts an edit into the place of a sealed one that it
   * can open: `{protocolMessage: {type: 'MESSAGE_EDIT', key: {id}, editedMessage}}`. Else the message as it is.
   */
  read(data: JsonObject, message: JsonObject | null, around: Around): JsonObject | null {
    const sealed = objectAt(message, 'secretEncryptedMessage')
    if (sealed === null) {
      this.#learn(data, message, around)
      return message
    }
    const id = stringAt(objectAt(sealed, 'targetMessageKey'), 'id')
    const known = id === null ? undefined : this.#secrets.get(id)
    if (id === null || known === undefined || !isEdit(sealed)) return message
    // Evolution 2.3.7 drops the LID from the message itself; the key inside may still have it.
    const named = authorsOf({ key: { ...objectAt(sealed, 'targetMessageKey'), fromMe: false } }, around)
    const plain = opened(sealed, known, id, [...new Set([...known.authors, ...authorsOf(data, around), ...named])])
    if (plain === null) return message
    const editedMessage = objectAt(objectAt(plain, 'protocolMessage'), 'editedMessage') ?? plain
    return { protocolMessage: { type: 'MESSAGE_EDIT', key: { id }, editedMessage } }
  }

  #learn(data: JsonObject, message: JsonObject | null, around: Around): void {
    const id = stringAt(objectAt(data, 'key'), 'id')
    const inner = objectAt(objectAt(message, 'ephemeralMessage'), 'message') ?? objectAt(objectAt(message, 'deviceSentMessage'), 'message')
    const info = objectAt(message, 'messageContextInfo') ?? objectAt(inner, 'messageContextInfo')
    const secret = binaryOf(field(info, 'messageSecret'))
    if (id === null || id.length > 200 || secret?.length !== SECRET_BYTES) return
    this.#secrets.delete(id)
    this.#secrets.set(id, { secret, authors: authorsOf(data, around) })
    if (this.#secrets.size <= MAX_SECRETS) return
    const oldest = this.#secrets.keys().next()
    if (!oldest.done) this.#secrets.delete(oldest.value)
  }
}
