/** A stretch of every day, by the clock of this machine; it may go over midnight. */
export interface QuietHours {
  isOn: boolean
  /** "22:00" */
  from: string
  to: string
}

function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}

/** From its first minute to before its last. The same time twice is no stretch, and nothing is quiet. */
export function isQuiet({ isOn, from, to }: QuietHours, at: Date): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  if (!isOn || start === null || end === null || start === end) return false
  const now = at.getHours() * 60 + at.getMinutes()
  return start < end ? now >= start && now < end : now >= start || now < end
}
