export interface Countdown {
  secondsLeft: number
  /** 1 when the code is new, 0 when it has expired. */
  share: number
}

/** How much of a code's life is left; null when its end is not known. */
export function countdown(expiresAt: string | null, shownAtMs: number, nowMs: number): Countdown | null {
  if (expiresAt === null) return null
  const endMs = Date.parse(expiresAt)
  const lifeMs = Math.max(1, endMs - shownAtMs)
  const leftMs = Math.min(lifeMs, Math.max(0, endMs - nowMs))
  return { secondsLeft: Math.ceil(leftMs / 1000), share: leftMs / lifeMs }
}

/** "WZYEH1YY" as the phone shows it: "WZYE-H1YY". */
export function pairingCodeText(code: string): string {
  const plain = code.replace(/[^A-Za-z0-9]/g, '')
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : code
}
