/** What people read of a message's text: names instead of ids, and without the bot that it is said to. */

export interface Names {
  /** The bot's own ids: its user, and the roles that Discord made for it in each server. */
  isOwnUser(id: string): boolean
  isOwnRole(id: string): boolean
  user(id: string): string | null
  role(id: string): string | null
  channel(id: string): string | null
}

const MARK = /<(@!?|@&|#|a?:\w{1,40}:|\/[^:<>]{1,100}:|t:)(-?\d{1,21})(?::[a-zA-Z])?>/g

/** Marks as Discord's reference has them, "Message formatting". */
export function readableText(content: string, names: Names): string {
  let hasLostOwn = false
  const text = content.replace(MARK, (whole, kind: string, id: string) => {
    if (kind === '@' || kind === '@!') {
      if (names.isOwnUser(id)) {
        hasLostOwn = true
        return ''
      }
      return `@${names.user(id) ?? id}`
    }
    if (kind === '@&') {
      if (names.isOwnRole(id)) {
        hasLostOwn = true
        return ''
      }
      return `@${names.role(id) ?? id}`
    }
    if (kind === '#') return `#${names.channel(id) ?? id}`
    if (kind === 't:') return whenText(Number(id)) ?? whole
    if (kind.startsWith('/')) return kind.slice(0, -1)
    return kind.replace(/^a/, '')
  })
  if (!hasLostOwn) return text
  // The space that stood around it.
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t]{2,}/g, ' ').trim())
    .join('\n')
    .trim()
}

function whenText(seconds: number): string | null {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
