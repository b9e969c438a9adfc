/** What ngrok says, by the numbers of its documentation, as one plain sentence and what follows from it. */
import { errorMessage } from '../../../../../src-shared/errors.ts'
import { TunnelError, type TunnelFailure } from '../../port.ts'

const REASON_CHARACTERS = 200
/** A plan begins again with the month: to ask every minute helps nobody. */
const USED_UP_MS = 60 * 60_000

interface Known {
  failure: TunnelFailure
  message: string
  isFinal?: boolean
  retryAfterMs?: number
}

const TOKEN: Known = {
  failure: 'credentials',
  message: 'The ngrok service does not accept this token. Copy it again from dashboard.ngrok.com.',
}
const ACCOUNT: Known = {
  failure: 'credentials',
  message: 'The ngrok service has closed this account or waits for a payment. Sign in at dashboard.ngrok.com.',
}
const SESSIONS: Known = {
  failure: 'refused',
  message: 'This ngrok account is in use by another program, and its plan allows no more. End it there, or sign in at dashboard.ngrok.com.',
}
const USED_UP: Known = {
  failure: 'quota',
  message: 'The ngrok plan is used up. It begins again with the next month, or with a larger plan.',
  retryAfterMs: USED_UP_MS,
}
const TAKEN: Known = { failure: 'refused', message: 'This domain is in use by another ngrok program.' }
const FOREIGN: Known = {
  failure: 'refused',
  message: 'This domain does not belong to the ngrok account. Copy it from dashboard.ngrok.com, under "Domains".',
  isFinal: true,
}

const KNOWN: Record<string, Known> = {
  '102': ACCOUNT,
  '103': ACCOUNT,
  '105': TOKEN,
  '106': TOKEN,
  '107': TOKEN,
  '4018': TOKEN,
  '108': SESSIONS,
  '324': SESSIONS,
  '725': USED_UP,
  '726': USED_UP,
  '727': USED_UP,
  '334': TAKEN,
  '319': FOREIGN,
  '320': FOREIGN,
}

/** `token` never leaves it. */
export function ngrokError(error: unknown, token: string): TunnelError {
  if (error instanceof TunnelError) return error
  const said = errorMessage(error).replaceAll(token, '…')
  const code = /ERR_NGROK_(\d+)/.exec(said)?.[1]
  const known = code === undefined ? undefined : KNOWN[code]
  if (known !== undefined) {
    const { failure, message, ...options } = known
    return new TunnelError(failure, message, options)
  }
  const why = (said.split('\n')[0] ?? '').slice(0, REASON_CHARACTERS)
  return code === undefined
    ? new TunnelError('unreachable', `The ngrok service cannot be reached: ${why}`)
    : new TunnelError('refused', `The ngrok service refuses the tunnel: ERR_NGROK_${code}: ${why}`)
}
