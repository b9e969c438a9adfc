/** What `cloudflared` writes of itself, line by line. It has no other way to say why it cannot. */
import { TunnelError } from '../../port.ts'

/** A line of a program that has gone wrong may have no end. A longer one is not read: cut, it could hold half a secret. */
const LINE_CHARACTERS = 2000
const SAID_CHARACTERS = 200
/** Cloudflare counts for some minutes. */
const LIMIT_MS = 10 * 60_000

export interface Said {
  /** `https://….trycloudflare.com` */
  quickUrl: string | null
  /** Where it tells whether it is connected: `127.0.0.1:port`. */
  metrics: string | null
  /** The newest line that was no mere information. */
  trouble: string | null
  /** What no waiting mends: it goes on trying, and need not. */
  failure: TunnelError | null
}

/** Takes pieces of the output as they come; `secrets` never leave it. */
export function createOutput(secrets: readonly string[], onLine: (line: string) => void) {
  const said: Said = { quickUrl: null, metrics: null, trouble: null, failure: null }
  let rest = ''

  function readLine(raw: string): void {
    const line = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), raw.trim())
    if (line === '' || raw.length > LINE_CHARACTERS) return
    // Its own service has a name in that domain, too.
    const url = /https:\/\/(?!api\.)[a-z0-9-]+\.trycloudflare\.com/.exec(line)?.[0]
    said.quickUrl ??= url ?? null
    said.metrics ??= /metrics server on (127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? null
    said.failure ??= failureIn(line)
    if (!/\sINF\s/.test(line)) said.trouble = withoutTime(line).slice(0, SAID_CHARACTERS)
    onLine(line)
  }

  return {
    said,
    add(piece: string): void {
      const lines = (rest + piece).split('\n')
      rest = (lines.pop() ?? '').slice(0, LINE_CHARACTERS + 1)
      for (const line of lines) readLine(line)
    },
    /** The last line needs no end. */
    end(): void {
      readLine(rest)
      rest = ''
    },
  }
}

const withoutTime = (line: string): string => line.replace(/^\S+Z\s+/, '').replace(/^[A-Z]{3}\s+/, '')

function failureIn(line: string): TunnelError | null {
  if (/429 Too Many Requests|error code: 1015/.test(line))
    return new TunnelError(
      'quota',
      'Cloudflare gives this computer no more quick tunnels for now. One of your own account has no such limit.',
      {
        retryAfterMs: LIMIT_MS,
      },
    )
  if (/token is not valid|Unauthorized/.test(line)) return new TunnelError('credentials', 'Cloudflare does not accept this tunnel token.')
  return null
}
