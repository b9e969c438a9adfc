/**
 * What to do when a connection to WhatsApp has ended: pure, so that no sequence of endings can make
 * the program hammer WhatsApp (the test tries). Codes: Baileys' `DisconnectReason` and HTTP's.
 */
export interface Ending {
  /** Null when the program itself ended it. */
  code: number | null
  /** The network or a proxy on the way said so, not WhatsApp. */
  isNetwork: boolean
  /** Is the device linked, or does it still wait for a scan? */
  isLinked: boolean
  /** All codes of the pairing were shown and none was scanned. */
  isCodeUsedUp: boolean
  /** How many connections in a row did not last (see {@link STABLE_MS}), this one included. */
  failures: number
}

export type StopReason =
  | 'code_used_up'
  | 'unlinked'
  | 'replaced'
  | 'blocked'
  | 'refused'
  /** The link does not work (any more), though nobody ended it. */
  | 'broken'

export type Verdict =
  | { act: 'reconnect'; delayMs: number }
  /** `forgetsLink`: the saved keys are of no use to anybody any more. */
  | { act: 'stop'; reason: StopReason; forgetsLink: boolean }

/** A connection that was open for this long was a good one. Milliseconds. */
export const STABLE_MS = 30_000
export const MAX_DELAY_MS = 300_000
const FIRST_DELAY_MS = 1000
/** WhatsApp asks for a new connection right after linking, and now and then. More often than that is a fault. */
const PROMPT_RESTARTS = 3
const BAD_SESSION_TRIES = 4
const PAIRING_TRIES = 6

const RESTART_REQUIRED = 515
const BAD_SESSION = 500

/** @param random in [0, 1): spreads the reconnects of many computers after an outage of WhatsApp */
export function decide(ending: Ending, random: () => number): Verdict {
  const { code, failures } = ending
  const backOff: Verdict = { act: 'reconnect', delayMs: backOffMs(failures, random) }
  if (ending.isCodeUsedUp) return { act: 'stop', reason: 'code_used_up', forgetsLink: false }
  if (code === RESTART_REQUIRED) return failures <= PROMPT_RESTARTS ? { act: 'reconnect', delayMs: 0 } : backOff
  if (!ending.isLinked && failures >= PAIRING_TRIES) return { act: 'stop', reason: 'code_used_up', forgetsLink: false }
  if (ending.isNetwork) return backOff
  switch (code) {
    case 401:
      return { act: 'stop', reason: 'unlinked', forgetsLink: true }
    case 403:
      return { act: 'stop', reason: 'blocked', forgetsLink: true }
    case 411:
      return { act: 'stop', reason: 'broken', forgetsLink: true }
    case 402:
    case 406:
      return { act: 'stop', reason: 'refused', forgetsLink: false }
    case 440:
      return { act: 'stop', reason: 'replaced', forgetsLink: false }
    case BAD_SESSION:
      return failures < BAD_SESSION_TRIES ? backOff : { act: 'stop', reason: 'broken', forgetsLink: false }
    default:
      return backOff
  }
}

/** 1 s, 2 s, 4 s, … up to five minutes, each by a quarter more or less. */
function backOffMs(failures: number, random: () => number): number {
  const plain = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(20, Math.max(0, failures - 1)))
  return Math.round(plain * (0.75 + random() / 2))
}
