/** The files of messages. Discord's addresses end after a day: one that has ended is asked for again. */
import type { APIMessage, REST } from 'discord.js'
import * as z from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import type { Outside } from '../../runtime/http/outside.ts'
import type { MediaLimits } from '../port.ts'
import { refusalOf } from './failures.ts'
import type { FileSource } from './normalize/attachments.ts'
import { routes } from './routes.ts'

const sourceSchema: z.ZodType<FileSource> = z.object({
  channelId: z.string(),
  messageId: z.string(),
  attachmentId: z.string(),
  url: z.string(),
  sizeBytes: z.number(),
})

const HOSTS = new Set(['cdn.discordapp.com', 'media.discordapp.net'])

interface Parts {
  rest: REST | null
  outside: Outside
  /** Of a test server, whose files lie on this computer. */
  testHost: string | null
}

function isDiscords(url: string, testHost: string | null): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return (protocol === 'https:' && HOSTS.has(host)) || host === testHost
}

async function fetched(
  { outside, testHost }: Parts,
  { url, sizeBytes }: FileSource,
  { maxBytes, signal }: MediaLimits,
): Promise<Uint8Array> {
  if (!isDiscords(url, testHost)) throw new OmniError('not_found', 'The file is not on Discord.')
  const most = Math.min(maxBytes, sizeBytes)
  try {
    const trustedHosts = testHost === null ? [] : [testHost]
    return (await fetchFile(outside, url, { maxBytes: most, signal, trustedHosts })).bytes
  } catch (error) {
    // What is more than was announced is not what was sent.
    if (error instanceof OmniError && error.code === 'too_large' && sizeBytes <= maxBytes)
      throw new OmniError('invalid_response', 'The file is larger than Discord said.', { cause: error })
    throw error
  }
}

/** Throws what `Channel.fetchMedia` says. */
export async function downloadFile(parts: Parts, given: unknown, limits: MediaLimits): Promise<Uint8Array> {
  const { data: source } = sourceSchema.safeParse(given)
  if (source === undefined) throw new OmniError('unsupported', 'The file has no address.')
  if (source.sizeBytes > limits.maxBytes) throw new OmniError('too_large', 'The file is too large.')
  try {
    return await fetched(parts, source, limits)
  } catch (error) {
    if (!(error instanceof OmniError) || error.code !== 'bad_request') throw error
    return fetched(parts, { ...source, url: await renewed(parts, source, limits.signal) }, limits).catch((again: unknown) => {
      if (again instanceof OmniError && again.code === 'bad_request')
        throw new OmniError('not_found', 'The file is gone.', { cause: again })
      throw again
    })
  }
}

async function renewed({ rest }: Parts, { channelId, messageId, attachmentId }: FileSource, signal: AbortSignal): Promise<string> {
  if (rest === null) throw new OmniError('not_connected', 'Discord is not connected right now.')
  const message = await rest.get(routes.message(channelId, messageId), { signal }).then(
    (found) => found as APIMessage,
    (error: unknown) => {
      throw refusalOf(error).error
    },
  )
  const all = [...message.attachments, ...(message.message_snapshots ?? []).flatMap((snapshot) => snapshot.message.attachments)]
  const attachment = all.find(({ id }) => id === attachmentId)
  if (attachment === undefined) throw new OmniError('not_found', 'The file is gone.')
  return attachment.url
}
