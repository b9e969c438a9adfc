/** The newest lines of the log, kept in memory for those who watch. */
import type { LogLevel, LogLine } from '../../../src-shared/contract/logs.ts'
import { scrub } from './scrub.ts'

const KEPT_LINES = 2000
/** A line longer than this is whole in the file alone. */
const LONGEST = 4000
/** What a watcher may be behind before lines are left out for it. */
const WAITING_LINES = 1000
/** Lines of this long travel together. */
const FRAME_MS = 100

const LEVELS: [number, LogLevel][] = [
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [0, 'debug'],
]

export interface LogRing {
  /** Takes one line as pino writes it; anything else is taken as a message. */
  write(line: string): void
  lines(): LogLine[]
  /** What is kept, then what comes, until the signal. */
  tail(signal: AbortSignal): AsyncGenerator<{ lines: LogLine[]; missed: number }, void>
}

function parse(line: string, seq: number): LogLine {
  try {
    const { level, time, msg, ...facts } = JSON.parse(line) as { level?: number; time?: string; msg?: string }
    return {
      seq,
      at: new Date(time ?? Date.now()).toISOString(),
      level: LEVELS.find(([from]) => (level ?? 30) >= from)?.[1] ?? 'info',
      message: scrub(msg ?? '').slice(0, LONGEST),
      facts: Object.keys(facts).length === 0 ? '' : scrub(JSON.stringify(facts)).slice(0, LONGEST),
    }
  } catch {
    return { seq, at: new Date().toISOString(), level: 'info', message: scrub(line.trim()).slice(0, LONGEST), facts: '' }
  }
}

export function createLogRing(): LogRing {
  let kept: LogLine[] = []
  let seq = 0
  const watchers = new Set<(line: LogLine) => void>()

  return {
    write(text) {
      for (const one of text.split('\n')) {
        if (one === '') continue
        seq += 1
        const line = parse(one, seq)
        kept.push(line)
        // Cut now and then, not with every line.
        if (kept.length > KEPT_LINES * 1.25) kept = kept.slice(-KEPT_LINES)
        for (const watch of watchers) watch(line)
      }
    },
    lines: () => kept.slice(-KEPT_LINES),
    async *tail(signal) {
      let waiting = kept.slice(-KEPT_LINES)
      let missed = 0
      let wake: () => void = () => undefined
      const watch = (line: LogLine) => {
        if (waiting.length >= WAITING_LINES + KEPT_LINES) missed += 1
        else waiting.push(line)
        wake()
      }
      watchers.add(watch)
      const end = () => wake()
      signal.addEventListener('abort', end, { once: true })
      try {
        yield { lines: waiting.splice(0), missed: 0 }
        while (!signal.aborted) {
          if (waiting.length === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve
              if (signal.aborted) resolve()
            })
            // What belongs together comes together: one drawing for a burst.
            await new Promise((resolve) => setTimeout(resolve, FRAME_MS))
            continue
          }
          const frame = { lines: waiting, missed }
          waiting = []
          missed = 0
          yield frame
        }
      } finally {
        watchers.delete(watch)
        signal.removeEventListener('abort', end)
      }
    },
  }
}
