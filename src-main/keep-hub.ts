/**
 * Keeps a host's hub going through errors that nobody caught.
 *
 * After an uncaught exception the state of what threw is not known: it may have been cut off anywhere between
 * two changes that belong together. So the hub's threads, servers and timers are stopped and it is started
 * again on what is durable, as after a crash, but without the process being away: whatever was acknowledged is
 * taken up. Errors that come again and again are not of that kind; then the process ends, and says so.
 *
 * A rejection that nobody awaited is logged and counted, and nothing is restarted: the code that failed has run
 * through its own `finally`s and ended at an `await`, just as if somebody had caught it; nothing else was cut off.
 */
import { errorMessage } from '../src-shared/errors.ts'
import type { Hub } from './hub/host.ts'
import { type Within, within } from './hub/runtime/within.ts'

const MAX_RESTARTS = 3
const RESTARTS_WITHIN_MS = 60_000
/** Longer than the hub allows a send at a platform to finish. */
const STOP_WITHIN_MS = 15_000
/** A large database that is recovered takes seconds. */
const START_WITHIN_MS = 60_000

export interface KeeperOptions {
  /** For the log or the terminal. */
  report(line: string): void
  /** The hub is a new one: whoever was connected to it has to connect again. */
  onRestarted(): void
  /** The process has to end, with an exit code that says so. `line` is for whoever supervises it. */
  giveUp(line: string): void
}

export interface KeptHub {
  /** Rejects as the hub's own start does. */
  start(): Promise<void>
  /** Resolves when the hub runs: at once, or when it was started or restarted. */
  running(): Promise<Hub>
  /** Never rejects. `late`: it was given up on after fifteen seconds. */
  stop(): Promise<Within<void>>
}

export interface FaultSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown
}

/** @param source what reports the faults; the process, but for tests */
export function keepHub(hub: Hub, { report, onRestarted, giveUp }: KeeperOptions, source: FaultSource = process, now = Date.now): KeptHub {
  let phase: 'starting' | 'running' | 'falling' | 'stopping' = 'starting'
  /** Thrown while it started: it is started once more when it is up. */
  let isDisturbed = false
  let restartedAt: number[] = []
  /** Ends when what is being started or restarted is up, or could not be. */
  let settling: Promise<void> = Promise.resolve()
  let up = Promise.withResolvers<Hub>()

  source.on('uncaughtException', (error) => {
    hub.faults.count('uncaughtException')
    report(`An unexpected error: ${stackOf(error)}`)
    if (phase === 'running') settling = restart()
    else if (phase === 'starting') isDisturbed = true
    // What a hub throws that is being stopped has no consequence any more.
  })
  source.on('unhandledRejection', (reason) => {
    hub.faults.count('unhandledRejection')
    report(`An unexpected error was left unhandled: ${stackOf(reason)}`)
  })

  function end(line: string): void {
    phase = 'stopping'
    hub.faults.note('ended')
    giveUp(line)
  }

  async function restart(): Promise<void> {
    up = Promise.withResolvers<Hub>()
    restartedAt = restartedAt.filter((at) => at > now() - RESTARTS_WITHIN_MS)
    if (restartedAt.length >= MAX_RESTARTS) {
      end('Omni ends: unexpected errors came again and again. What was acknowledged is kept, and is taken up when it is started again.')
      return
    }
    restartedAt.push(now())
    hub.faults.note('restarted')
    phase = 'falling'
    const stopped = await within(STOP_WITHIN_MS, hub.stop('fault'))
    if (isEnding()) return
    if (stopped.state === 'late') return end('Omni ends: after an unexpected error it could not be stopped to be started again.')
    if (stopped.state === 'failed') report(`A part of Omni did not stop cleanly: ${stackOf(stopped.error)}`)
    phase = 'starting'
    const started = await within(START_WITHIN_MS, hub.start())
    if (isEnding()) return
    if (started.state === 'late') return end('Omni ends: after an unexpected error it did not start again in time.')
    if (started.state === 'failed')
      return end(`Omni ends: after an unexpected error it could not start again. ${errorMessage(started.error)}`)
    report('Omni was started again after an unexpected error.')
    onRestarted()
    await isUp()
  }

  async function isUp(): Promise<void> {
    phase = 'running'
    up.resolve(hub)
    if (!isDisturbed) return
    isDisturbed = false
    await restart()
  }

  /** Told to while something was awaited. */
  const isEnding = (): boolean => phase === 'stopping'

  return {
    start() {
      const starting = hub.start().then(() => (isEnding() ? undefined : isUp()))
      settling = starting.catch(() => undefined)
      return starting
    },
    running: () => up.promise,
    async stop() {
      phase = 'stopping'
      return within(
        STOP_WITHIN_MS,
        settling.then(() => hub.stop()),
      )
    },
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
