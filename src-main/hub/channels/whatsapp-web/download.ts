/**
 * Fetches and decrypts a file of WhatsApp. What has been taken off its servers is asked for once more
 * from the sender's phone.
 */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { MediaType, WAMessage } from 'baileys'
import * as z from 'zod'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { MediaLimits } from '../port.ts'
import type { Baileys } from './baileys.ts'
import type { LiveSocket } from './live-socket.ts'

const sourceSchema = z.object({
  part: z.enum(['imageMessage', 'videoMessage', 'ptvMessage', 'audioMessage', 'documentMessage', 'stickerMessage']),
  key: z.object({ id: z.string(), remoteJid: z.string(), fromMe: z.boolean(), participant: z.string().nullable() }),
  url: z.string().nullable(),
  directPath: z.string().nullable(),
  mediaKey: z.base64(),
  sha256: z.base64().nullable(),
})
type Source = z.infer<typeof sourceSchema>

const TYPES: Record<Source['part'], MediaType> = {
  imageMessage: 'image',
  videoMessage: 'video',
  ptvMessage: 'ptv',
  audioMessage: 'audio',
  documentMessage: 'document',
  stickerMessage: 'sticker',
}

const GONE = new Set([403, 404, 410])
/** The phone may be off; then it does not answer at all. */
const REUPLOAD_MS = 15_000

interface Line {
  baileys: Baileys
  live: LiveSocket
  /** Against a test server, whose files lie on this computer. */
  isTest: boolean
}

/** The sender chooses the address: only WhatsApp's own hosts are gone to. */
function safeUrl(url: string | null, isTest: boolean): string | null {
  if (url === null || !URL.canParse(url)) return null
  const { protocol, hostname } = new URL(url)
  const isAllowed = hostname.endsWith('.whatsapp.net') || (isTest && hostname === '127.0.0.1')
  return protocol === 'https:' && isAllowed ? url : null
}

/** It is put behind the name of a host: anything but a path would change that name. */
const safePath = (path: string | null): string | null => (path !== null && /^\/[^/\\@]/.test(path) ? path : null)

const statusOf = (error: unknown): number | null => {
  const output = typeof error === 'object' && error !== null && 'output' in error ? (error.output as { statusCode?: unknown }) : null
  return typeof output?.statusCode === 'number' ? output.statusCode : null
}

async function collect(stream: Readable, { maxBytes, signal }: MediaLimits): Promise<Buffer> {
  const abort = () => stream.destroy(new OmniError('timeout', 'The file took too long.'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw new OmniError('too_large', 'The file is too large.')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    signal.removeEventListener('abort', abort)
    stream.destroy()
  }
}

/** Rejects when the signal aborts, for what cannot be told to stop. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new OmniError('timeout', 'The file took too long.'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function attempt({ baileys, isTest }: Line, source: Source, limits: MediaLimits): Promise<Buffer> {
  const url = safeUrl(source.url, isTest)
  const directPath = safePath(source.directPath)
  if (url === null && directPath === null) throw new OmniError('not_found', 'The file has no address at WhatsApp.')
  const media = { mediaKey: Buffer.from(source.mediaKey, 'base64'), directPath, url }
  const stream = await orAborted(baileys.downloadContentFromMessage(media, TYPES[source.part]), limits.signal)
  return collect(stream, limits)
}

async function askAgain({ live }: Line, source: Source, limits: MediaLimits): Promise<Source> {
  const { id, remoteJid, fromMe, participant } = source.key
  const message = {
    key: { id, remoteJid, fromMe, ...(participant === null ? {} : { participant }) },
    message: { [source.part]: { mediaKey: Buffer.from(source.mediaKey, 'base64'), url: source.url, directPath: source.directPath } },
  } as WAMessage
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(REUPLOAD_MS)])
  const updated = await orAborted(live.socket.updateMediaMessage(message), signal)
  const part = updated.message?.[source.part] as { url?: string | null; directPath?: string | null } | null | undefined
  return { ...source, url: part?.url ?? null, directPath: part?.directPath ?? null }
}

/** The file in the clear. Throws what `Channel.fetchMedia` says. */
export async function downloadMedia(line: Line, given: unknown, limits: MediaLimits): Promise<Uint8Array> {
  const { data: source } = sourceSchema.safeParse(given)
  if (source === undefined) throw new OmniError('unsupported', 'The file has no address.')
  let bytes: Buffer
  try {
    bytes = await attempt(line, source, limits)
  } catch (error) {
    if (!GONE.has(statusOf(error) ?? 0)) throw asOmniError(error)
    const renewed = await askAgain(line, source, limits).catch((cause: unknown) => {
      throw new OmniError('not_found', 'The phone did not send the file again.', { cause })
    })
    bytes = await attempt(line, renewed, limits).catch((again: unknown) => {
      throw GONE.has(statusOf(again) ?? 0) ? new OmniError('not_found', 'The file is gone.') : asOmniError(again)
    })
  }
  // The library does not look whether it is what the sender had: anybody in between could have put another file there.
  if (source.sha256 !== null && createHash('sha256').update(bytes).digest('base64') !== source.sha256)
    throw new OmniError('invalid_response', 'The file is not the one that was sent.')
  return bytes
}

function asOmniError(error: unknown): OmniError {
  if (error instanceof OmniError) return error
  // OpenSSL: the bytes do not decrypt with this key.
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL'))
    return new OmniError('invalid_response', 'The file cannot be decrypted.', { cause: error })
  return new OmniError('unreachable', `The file could not be fetched: ${errorMessage(error)}`, { cause: error })
}
