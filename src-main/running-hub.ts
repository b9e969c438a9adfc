/** A second start on a data folder finds the hub that works there already, and opens the way to its panel. */
import * as z from 'zod'
import { OmniError } from '../src-shared/errors.ts'
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
