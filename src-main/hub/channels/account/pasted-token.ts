/** Tokens as people paste them: out of chats, files of settings, and documents that make quotes curly. */

const QUOTES = '"\'`´‘’‚‛“”„‟«»‹›'
/** Zero width, or a mark of direction. */
const UNSEEN = '\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff'
const AROUND = `[\\s,;${QUOTES}${UNSEEN}]+`
const EDGES = new RegExp(`^${AROUND}|${AROUND}$`, 'gu')
/** A scheme, or the name of a setting; never the whole of it. */
const BEFORE = /^(?:(?:bearer|bot|token|export|set)\s+|authorization\s*:\s*|[a-z_]\w*["'”’]?\s*[=:]\s*)(?=[^\s=])/i
/** What can be in a header. No platform has longer ones. */
const TOKEN = /^[\x21-\x7e]{1,1000}$/

/**
 * The token, without quotes, blanks and unseen characters around it, and without `Bearer `, `Bot ` or `NAME=` before it.
 * Empty where nothing was pasted; null where what is left can be no token.
 */
export function pastedToken(pasted: string): string | null {
  let token = pasted
  for (;;) {
    const bare = token.replaceAll(EDGES, '').replace(BEFORE, '')
    if (bare === token) break
    token = bare
  }
  return token === '' || TOKEN.test(token) ? token : null
}
