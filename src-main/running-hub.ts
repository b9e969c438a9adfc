/** A second process on a data folder finds the hub that works there already, and asks it for a link or a backup. */
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { type Backup, backupSchema } from '../src-shared/contract/backups.ts'
import { OmniError } from '../src-shared/errors.ts'
import { OWNER_BACKUP_PATH } from './hub/api/http/backups.ts'
import { OWNER_HEADER, OWNER_LINK_PATH } from './hub/api/http/login.ts'
import { type Running, readRunning } from './hub/running-file.ts'

const PATIENCE_MS = 5000
const answerSchema = z.object({ link: z.url() })

/** Is this why a hub could not start? */
export const isInUse = (error: unknown): boolean => error instanceof OmniError && error.details?.['isInUse'] === true

/** Its address and a fresh link to its panel; null where it does not say where it is, or does not answer. */
export async function linkToRunning(dataDirectory: string): Promise<{ baseUrl: string; link: string } | null> {
  const running = readRunning(dataDirectory)
  if (running === null) return null
  try {
    return { baseUrl: running.baseUrl, link: await askForLink(running) }
  } catch {
    return null
  }
}

async function askForLink({ baseUrl, ownerSecret }: Running): Promise<string> {
  const answer = await fetch(baseUrl + OWNER_LINK_PATH, {
    method: 'POST',
    headers: { [OWNER_HEADER]: ownerSecret },
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'error',
  })
  return answerSchema.parse(await answer.json()).link
}

/**
 * Has the running hub make a backup, into its folder or to this path. Takes as long as that takes. Throws an OmniError with the hub's own
 * sentence.
 */
export async function backUpRunning(dataDirectory: string, path: string | null): Promise<Backup> {
  const running = readRunning(dataDirectory)
  if (running === null) throw new OmniError('unreachable', 'Another Omni works with these data, and does not say where it is.')
  const answer = await post(running, OWNER_BACKUP_PATH, { path })
  if (answer.status === 200) return backupSchema.parse(answer.body)
  const { detail } = refusalSchema.parse(answer.body)
  throw new OmniError('storage_unavailable', detail)
}

const refusalSchema = z.object({ detail: z.string().catch('The running Omni refused.') })

/** Not `fetch`, which gives up on an answer after five minutes. */
async function post({ baseUrl, ownerSecret }: Running, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: unknown }>()
  const call = request(baseUrl + path, { method: 'POST', headers: { [OWNER_HEADER]: ownerSecret, 'content-type': 'application/json' } })
  call.on('response', (response) => {
    text(response).then((said) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(said) }), reject)
  })
  call.on('error', () => reject(new OmniError('unreachable', 'The Omni that works with these data does not answer.')))
  call.end(JSON.stringify(body))
  return promise
}
