/** Ctrl-C and SIGTERM: the first asks the process to finish its work, the second does not ask. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The exit code by which a shell knows a process that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

export interface StopSignalsHost {
  on(signal: NodeJS.Signals, listener: () => void): unknown
  exit(code: number): void
}

/** Calls `onStop` at the first signal; a second one ends the process at once. */
export function onStopSignals(onStop: () => void, host: StopSignalsHost = process): void {
  let isStopping = false
  for (const signal of SIGNALS) {
    host.on(signal, () => {
      if (isStopping) {
        host.exit(EXIT_CODES[signal])
        return
      }
      isStopping = true
      onStop()
    })
  }
}
