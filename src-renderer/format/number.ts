import { numberFormat } from './intl.ts'

export function wholeNumber(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value)
}

/** "14.3": as many decimals as it has, and at most three. */
export function decimalNumber(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 3 }).format(value)
}

function unit(value: number, name: string, locale: string, digits: number, unitDisplay: 'short' | 'long' = 'short'): string {
  return numberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(value)
}

/** A duration as people say it: "820 ms", "1.8 sec", "2 min 5 sec". */
export function durationText(ms: number, locale: string): string {
  // 999.6 ms would otherwise round to "1,000 ms".
  if (Math.round(ms) < 1000) return unit(Math.round(ms), 'millisecond', locale, 0)
  // 59,960 ms would otherwise round to "60 sec".
  if (ms < 59_950) return unit(ms / 1000, 'second', locale, 1)
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  if (minutes >= 60) return `${unit(Math.floor(minutes / 60), 'hour', locale, 0)} ${unit(minutes % 60, 'minute', locale, 0)}`
  const rest = seconds % 60
  return rest === 0 ? unit(minutes, 'minute', locale, 0) : `${unit(minutes, 'minute', locale, 0)} ${unit(rest, 'second', locale, 0)}`
}

/** A share (0 to 1) as a percentage: "97.5 %", "100 %". */
export function percentText(share: number, locale: string): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

/** A size in the unit that keeps the number short: "640 bytes", "1.2 MB". */
export function sizeText(bytes: number, locale: string): string {
  if (bytes < 1000) return unit(bytes, 'byte', locale, 0, 'long')
  if (bytes < 1_000_000) return unit(bytes / 1000, 'kilobyte', locale, bytes < 10_000 ? 1 : 0)
  return unit(bytes / 1_000_000, 'megabyte', locale, 1)
}

/** "1:05", the length of a recording. */
export function playTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
