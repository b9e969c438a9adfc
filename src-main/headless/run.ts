/** The headless host: one hub, its panel in any browser on this machine. */
import { errorMessage, OmniError } from '../../src-shared/errors.ts'
import type { Hub, HubHost } from '../hub/host.ts'
import { VaultLocked } from '../hub/secrets/locked.ts'
import { readPhrase } from '../hub/secrets/phrase.ts'
import { type KeptHub, keepHub } from '../keep-hub.ts'
import { isInUse, linkToRunning } from '../running-hub.ts'
import type { HeadlessOptions } from './options.ts'
import { headlessSecretBox } from './secret-box.ts'
import { onStopSignals } from './stop-signals.ts'

export interface HeadlessLocations {
  storageWorker: URL
  documentWorker: URL
  backupWorker: URL
  panelDirectory: string | null
}

/** Of a start that needs the recovery phrase: starting again changes nothing (`EX_NOPERM` of sysexits.h). */
export const LOCKED_EXIT_CODE = 77

/** Where the recovery phrase may be, for one start. */
export const PHRASE_VARIABLE = 'OMNI_RECOVERY_PHRASE'

export interface HeadlessSurroundings {
  createHub(host: HubHost): Hub
  print(line: string): void
  printError(line: string): void
  openBrowser(url: string): Promise<void>
  /** The recovery phrase of the environment; null where there is none. */
  recoveryPhrase: string | null
}

/**
 * Runs until it is told to stop. Resolves to the exit code: 0 after a clean stop, 1 when it could not start or
 * stop, or gave up, {@link LOCKED_EXIT_CODE} when the saved secrets are locked. What went wrong is printed in one plain line; only what nobody expected has its stack.
 */
export async function runHeadless(
  options: HeadlessOptions,
  locations: HeadlessLocations,
  surroundings: HeadlessSurroundings,
): Promise<number> {
  const { print, printError } = surroundings
  let stopAsked: () => void = () => undefined
  const stop = new Promise<void>((resolve) => {
    stopAsked = resolve
  })
  onStopSignals(stopAsked)
  let exitCode = 0

  async function showLink(state: string, baseUrl: string, link: string): Promise<void> {
    print(`Omni ${state} at ${baseUrl}`)
    print(`Open the panel once with this link (valid for ten minutes): ${link}`)
    if (options.open) await surroundings.openBrowser(link).catch(() => print('No browser could be opened here: copy the link into one.'))
  }

  let kept: KeptHub | undefined
  try {
    const hub = surroundings.createHub({
      kind: 'headless',
      config: options.config,
      env: process.env,
      secretBox: headlessSecretBox(options.config),
      ...(surroundings.recoveryPhrase === null ? {} : phraseOfEnvironment(surroundings.recoveryPhrase)),
      ...locations,
    })
    kept = keepHub(hub, {
      report: printError,
      // A browser's panel connects again whenever its connection has ended.
      onRestarted: () => undefined,
      giveUp(line) {
        printError(line)
        exitCode = 1
        stopAsked()
      },
    })
    // Not torn down half-way when it is stopped early: a hub that is up is one that can be stopped.
    await kept.start()
    await showLink('is running', hub.baseUrl, await hub.createLoginLink())
    print('Stop with Ctrl-C.')
    await stop
    print('Stopping…')
  } catch (error) {
    const other = isInUse(error) ? await linkToRunning(options.config.dataDirectory) : null
    if (other !== null) {
      await showLink('runs already', other.baseUrl, other.link)
      return 0
    }
    const isLocked = error instanceof VaultLocked
    exitCode = isLocked ? LOCKED_EXIT_CODE : 1
    printError(`Omni could not start. ${plainWords(error)}`)
    if (isLocked && error.hasPhrase) printError(`Run "omni unlock" to type the 24 words, or start it once with them in ${PHRASE_VARIABLE}.`)
  }

  if (kept === undefined) return exitCode
  const stopped = await kept.stop()
  if (stopped.state === 'failed') printError(`Omni did not stop cleanly: ${plainWords(stopped.error)}`)
  if (stopped.state === 'late') printError('Omni did not stop in time and was ended. Nothing that was acknowledged is lost.')
  return stopped.state === 'done' ? exitCode : 1
}

const phraseOfEnvironment = (phrase: string) => ({ recoveryPhrase: () => readPhrase(phrase), phraseVariable: PHRASE_VARIABLE })

/** An expected failure speaks for itself; anything else at least says that it was not expected. */
function plainWords(error: unknown): string {
  if (error instanceof OmniError) return error.message
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return `${errorMessage(error)}${code}`
}
