/** A stored message as Baileys refers to it. */
import type { ChannelContext } from '../port.ts'
import { lidJid, parseJid, phoneJid } from '../whatsapp/jid.ts'
import type { KnownMessage } from './content/to-baileys-content.ts'
import type { Link } from './link.ts'
import type { SentMessages } from './sent-messages.ts'

/** Null when the hub does not have it. Its content is what the hub knows of it: the text. */
export async function knownMessage(
  externalId: string,
  { context, link, sent }: { context: ChannelContext; link: Link; sent: SentMessages },
): Promise<KnownMessage | null> {
  const stored = await context.findMessage(externalId)
  if (stored === null) return null
  const own = stored.isOwn && link.baileys !== null ? await sent.find(link.baileys, externalId) : null
  const isGroup = parseJid(stored.chatExternalId)?.kind === 'group'
  const lid = stored.sender.find(({ kind }) => kind === 'lid')?.value
  const phone = stored.sender.find(({ kind }) => kind === 'phone')?.value
  const participant = lid === undefined ? (phone === undefined ? undefined : phoneJid(phone)) : lidJid(lid)
  return {
    key: {
      id: externalId,
      remoteJid: stored.chatExternalId,
      fromMe: stored.isOwn,
      ...(isGroup && participant !== undefined ? { participant } : {}),
    },
    message: own ?? { conversation: stored.text },
  }
}
