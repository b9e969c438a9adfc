/** People a batch names by LID alone, and whose phone the library knows from elsewhere. */
import type { BaileysEventMap } from 'baileys'
import { parseJid } from '../whatsapp/jid.ts'
import type { LidBook } from '../whatsapp/lid-book.ts'

function namedIn(batch: Partial<BaileysEventMap>): unknown[] {
  const messages = batch['messages.upsert']?.messages ?? []
  const presence = batch['presence.update']
  return [
    ...messages.flatMap(({ key }) => [key.remoteJid, key.participant]),
    ...(presence ? [presence.id, ...Object.keys(presence.presences)] : []),
  ]
}

/**
 * Looks them up, so that what they write comes to the chat that is there.
 * @param phoneOf the phone's address for a LID's, or null
 */
export async function learnLids(
  batch: Partial<BaileysEventMap>,
  book: LidBook,
  phoneOf: (lid: string) => Promise<string | null>,
): Promise<void> {
  const unknown = new Set<string>()
  for (const address of namedIn(batch)) {
    const jid = parseJid(address)
    if (jid?.kind === 'lid' && book.phoneOf(jid.user) === null) unknown.add(jid.user)
  }
  for (const lid of unknown) {
    const phone = parseJid(await phoneOf(`${lid}@lid`).catch(() => null))
    if (phone?.kind === 'phone') book.learn(lid, phone.user)
  }
}
