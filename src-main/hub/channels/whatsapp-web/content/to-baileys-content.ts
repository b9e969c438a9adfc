/** One outbound part as what Baileys sends. */

import type { AnyMessageContent, MiscMessageGenerationOptions, proto, WAMessageKey } from 'baileys'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { phoneDigits } from '../../../../../src-shared/phone-number.ts'
import type { OutboundPart } from '../../port.ts'
import { parseJid, phoneJid } from '../../whatsapp/jid.ts'
import { contactMessage } from './contact-card.ts'
import { audioContent, mediaContent, stickerContent } from './outbound-media.ts'

/** A message that is referred to: quoted, or reacted to. */
export interface KnownMessage {
  key: WAMessageKey
  message: proto.IMessage
}

export interface PartSources {
  /** The bytes behind a web address, bounded in size and time. Throws an OmniError. */
  fetchFile(url: string): Promise<{ bytes: Uint8Array; fileName: string | null; mimeType: string | null }>
  /** A stored message; null when it is not known (any more). */
  findMessage(externalId: string): Promise<KnownMessage | null>
}

export interface BaileysSend {
  jid: string
  content: AnyMessageContent
  options: MiscMessageGenerationOptions
}

type Source = { url: string | null; base64: string | null }

async function fileOf({ url, base64 }: Source, sources: PartSources) {
  if (base64) {
    const start = base64.startsWith('data:') ? base64.indexOf(',') + 1 : 0
    return { bytes: Buffer.from(base64.slice(start), 'base64'), fileName: null, mimeType: null }
  }
  if (url) return sources.fetchFile(url)
  throw new OmniError('bad_request', 'The file has neither an address nor content.')
}

/** Digits or an address; what is neither names nobody. */
function mentioned(mention: string): string[] {
  const jid = parseJid(mention)
  if (jid !== null) return jid.kind === 'phone' || jid.kind === 'lid' ? [jid.address] : []
  const digits = phoneDigits(mention) ?? ''
  return digits.length >= 5 ? [phoneJid(digits)] : []
}

async function contentOf(part: OutboundPart, sources: PartSources): Promise<AnyMessageContent> {
  const { content } = part
  switch (content.type) {
    case 'text': {
      const mentions = content.mentions.flatMap(mentioned)
      // Baileys would fetch the page for a preview: addresses in the text of an agent are not for this computer to visit.
      return {
        text: content.text,
        linkPreview: null,
        ...(mentions.length > 0 ? { mentions } : {}),
        ...(content.mentionsEveryone ? { mentionAll: true } : {}),
      }
    }
    case 'media': {
      const file = await fileOf(content, sources)
      return mediaContent(content.mediaType, {
        bytes: file.bytes,
        fileName: content.fileName ?? file.fileName,
        mimeType: content.mimeType ?? file.mimeType,
        caption: content.caption,
      })
    }
    case 'audio':
      return audioContent({ ...(await fileOf(content, sources)), caption: '' })
    case 'sticker':
      return stickerContent((await fileOf(content, sources)).bytes)
    case 'contacts': {
      const [first] = content.contacts
      const displayName = content.contacts.length === 1 ? (first?.fullName ?? '') : `${content.contacts.length} contacts`
      return { contacts: { displayName, contacts: content.contacts.map(contactMessage) } }
    }
    case 'reaction': {
      const known = await sources.findMessage(content.targetExternalId)
      const key = known?.key ?? { id: content.targetExternalId, remoteJid: part.chatExternalId, fromMe: content.targetIsOwn }
      return { react: { text: content.emoji, key } }
    }
  }
}

/**
 * What to call `sock.sendMessage` with. Throws an OmniError `bad_request` when the part cannot be sent
 * at all, and what `sources` throw.
 */
export async function toBaileysContent(part: OutboundPart, sources: PartSources): Promise<BaileysSend> {
  const jid = parseJid(part.chatExternalId)
  if (!jid || jid.kind === 'other') throw new OmniError('bad_request', `"${part.chatExternalId.slice(0, 60)}" is not a WhatsApp chat.`)
  const content = await contentOf(part, sources)
  const quoted = part.quotedExternalId === null ? null : await sources.findMessage(part.quotedExternalId)
  return {
    jid: jid.address,
    content,
    options: { ...(part.externalId === null ? {} : { messageId: part.externalId }), ...(quoted === null ? {} : { quoted }) },
  }
}
