/** Why the app cannot start, and what a person can do about it. */
import { errorMessage, OmniError } from '../../src-shared/errors.ts'
import type { ProcessConfig } from '../hub/runtime/config.ts'
import { VaultLocked } from '../hub/secrets/locked.ts'
import { isInUse, linkToRunning } from '../running-hub.ts'
import { hubText, t } from './words.ts'

export interface StartFailure {
  title: string
  body: string
  /** The panel of the Omni that is in the way; null where that is not the matter, or it cannot be opened. */
  panel: string | null
  /** Can it go away without a new start? */
  isPassing: boolean
}

const PATIENCE_MS = 3000
/** One that was started at the same moment says only after a while where it is. */
const TRIES = 5
const BETWEEN_TRIES_MS = 1000

/** @param log the file for whoever helps */
export async function startFailure(
  error: unknown,
  config: Pick<ProcessConfig, 'dataDirectory' | 'host' | 'port'>,
  log: string,
): Promise<StartFailure> {
  if (isInUse(error)) {
    const other = await otherOf(config.dataDirectory)
    return other === null
      ? inTheWay(t('desktop:start.otherSilent'), null)
      : inTheWay(t('desktop:start.otherText', { url: other.baseUrl }), other.link)
  }
  if (isPortTaken(error)) {
    const url = `http://${config.host}:${config.port}`
    if (await isOmni(url)) return inTheWay(t('desktop:start.otherText', { url }), url)
    return { title: t('desktop:start.couldNot'), body: t('desktop:start.portTaken', { port: config.port }), panel: null, isPassing: true }
  }
  const title = t('desktop:start.couldNot')
  if (error instanceof VaultLocked) return { title, body: t('desktop:locked.noPhrase'), panel: null, isPassing: false }
  if (error instanceof OmniError && error.code === 'storage_unavailable')
    return {
      title: t('desktop:start.noData'),
      body: t('desktop:start.noDataText', { message: hubText(error.message) }),
      panel: null,
      isPassing: false,
    }
  if (error instanceof OmniError) return { title, body: hubText(error.message), panel: null, isPassing: false }
  return { title, body: t('desktop:start.unexpected', { message: errorMessage(error), log }), panel: null, isPassing: false }
}

const inTheWay = (body: string, panel: string | null): StartFailure => ({ title: t('desktop:start.other'), body, panel, isPassing: true })

async function otherOf(dataDirectory: string) {
  for (let tries = 1; ; tries += 1) {
    const other = await linkToRunning(dataDirectory)
    if (other !== null || tries === TRIES) return other
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS))
  }
}

function isPortTaken(error: unknown): boolean {
  const cause = error instanceof OmniError ? error.cause : null
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
}

/** Does an Omni answer there, of whatever data folder? Any program may: what it says is looked at, not shown. */
async function isOmni(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' })
    const said = (await answer.json()) as { checks?: { queue?: { recovering?: unknown } } } | null
    return typeof said?.checks?.queue?.recovering === 'number'
  } catch {
    return false
  }
}
