/** An outbound part as the body of a message of Discord, and its files. */
import type { RawFile } from 'discord.js'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { FetchedFile } from '../../runtime/http/fetch-file.ts'
import type { OutboundPart } from '../port.ts'

export const MAX_CHARACTERS = 2000
const SUPPRESS_EMBEDS = 1 << 2

export interface Composed {
  body: Record<string, unknown>
  files: RawFile[]
}

type Content = OutboundPart['content']
type FetchFile = (url: string) => Promise<FetchedFile>

/** Nobody is called who was not meant: what an agent writes may hold `@everyone`. */
const mentionsOf = (users: readonly string[], everyone: boolean) => ({
  parse: everyone ? ['everyone'] : [],
  users: users.slice(0, 100),
  replied_user: true,
})

export const NOBODY_IS_CALLED = mentionsOf([], false)

export async function composed({ content }: OutboundPart, fetchFile: FetchFile): Promise<Composed> {
  switch (content.type) {
    case 'text': {
      const ids = content.mentions.map((mention) => mention.replace(/\D/g, '')).filter((id) => id !== '')
      const called = ids.filter((id) => !content.text.includes(`<@${id}>`)).map((id) => `<@${id}>`)
      if (content.mentionsEveryone && !content.text.includes('@everyone')) called.push('@everyone')
      const text = [called.join(' '), content.text].filter((part) => part !== '').join(' ')
      return {
        body: {
          content: fitting(text),
          allowed_mentions: mentionsOf(ids, content.mentionsEveryone),
          ...(content.linkPreview ? {} : { flags: SUPPRESS_EMBEDS }),
        },
        files: [],
      }
    }
    case 'contacts': {
      const lines = content.contacts.map(({ fullName, phoneNumber, email, organization, url }) =>
        [fullName, phoneNumber, email, organization, url].filter((fact) => fact !== null && fact !== '').join(', '),
      )
      return { body: { content: fitting(lines.join('\n')), allowed_mentions: NOBODY_IS_CALLED }, files: [] }
    }
    case 'reaction':
      // It is sent by another way.
      return { body: {}, files: [] }
    default:
      return withFile(content, fetchFile)
  }
}

function fitting(text: string): string {
  if (text.length > MAX_CHARACTERS) throw new OmniError('too_large', `Discord takes ${MAX_CHARACTERS} characters in one message.`)
  return text
}

const TYPES = { image: 'image/png', video: 'video/mp4', document: 'application/octet-stream' } as const
const ENDINGS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'application/pdf': 'pdf',
}

async function withFile(content: Extract<Content, { type: 'media' | 'audio' | 'sticker' }>, fetchFile: FetchFile): Promise<Composed> {
  const given = content.base64 === null ? null : { bytes: Buffer.from(content.base64, 'base64'), fileName: null, mimeType: null }
  if (given === null && content.url === null) throw new OmniError('bad_request', 'There is no file to fetch.')
  const { bytes, fileName, mimeType }: FetchedFile = given ?? (await fetchFile(content.url ?? ''))
  const usual = content.type === 'media' ? TYPES[content.mediaType] : content.type === 'audio' ? 'audio/ogg' : 'image/webp'
  const contentType = (content.type === 'media' ? content.mimeType : null) ?? mimeType ?? usual
  const named = content.type === 'media' ? content.fileName : null
  const name = named ?? fileName ?? `${content.type === 'media' ? content.mediaType : content.type}.${ENDINGS[contentType] ?? 'bin'}`
  const caption = content.type === 'media' ? content.caption : ''
  return {
    body: { content: fitting(caption), allowed_mentions: NOBODY_IS_CALLED, attachments: [{ id: 0, filename: name }] },
    files: [{ name, data: Buffer.from(bytes), contentType }],
  }
}
