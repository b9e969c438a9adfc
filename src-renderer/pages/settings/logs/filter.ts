import type { LogLevel, LogLine } from '../../../../src-shared/contract/logs.ts'

export const LEVELS: LogLevel[] = ['debug', 'info', 'warn', 'error']

/** The lines of at least this level that have every word, wherever in them. */
export function filterLines(lines: LogLine[], level: LogLevel, words: string): LogLine[] {
  const least = LEVELS.indexOf(level)
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (least === 0 && wanted.length === 0) return lines
  return lines.filter((line) => {
    if (LEVELS.indexOf(line.level) < least) return false
    const text = `${line.message} ${line.facts}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/** As it is pasted into a mail: one line each. */
export function linesText(lines: LogLine[]): string {
  return lines
    .map(({ at, level, message, facts }) => `${at} ${level.toUpperCase()} ${message}${facts === '' ? '' : ` ${facts}`}`)
    .join('\n')
}
