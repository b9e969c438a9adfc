/** What people write in Slack, as a person reads it: names instead of ids, plain links, characters instead of entities. */

export interface Names {
  user(id: string): string | null
  channel(id: string): string | null
  emoji(shortName: string): string | null
}

/** `<@U1>`, `<#C1|shop>`, `<!here>`, `<https://…|text>`: never nested, no line breaks. */
const REFERENCE = /<([@#!]?)([^<>|\n]{1,3000})(?:\|([^<>\n]{0,3000}))?>/g
const EMOJI = /:([a-z0-9_+'-]{1,80})(?:::skin-tone-([2-6]))?:/g
const SKIN_TONES = ['🏻', '🏼', '🏽', '🏾', '🏿']
/** Emoji names are written in text as well, as in "10:30:15". */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/

/** `ownId`: the account's own mention says nothing, and goes. */
export function readableText(text: string, ownId: string, names: Names): string {
  const withoutOwn = text.replaceAll(new RegExp(`<@${ownId}(?:\\|[^<>]*)?>[ \\t]*[:,]?[ \\t]*`, 'g'), '')
  const pieces = withoutOwn.split(CODE)
  return pieces
    .map((piece, index) => (index % 2 === 1 ? unescaped(piece) : spoken(piece, names)))
    .join('')
    .trim()
}

const spoken = (text: string, names: Names): string =>
  unescaped(
    text.replaceAll(
      REFERENCE,
      (whole, sign: string, target: string, label: string | undefined) => reference(sign, target, label, names) ?? whole,
    ),
  ).replaceAll(EMOJI, (whole, name: string, tone: string | undefined) => {
    const emoji = names.emoji(name)
    return emoji === null ? whole : emoji + (tone === undefined ? '' : (SKIN_TONES[Number(tone) - 2] ?? ''))
  })

function reference(sign: string, target: string, label: string | undefined, names: Names): string | null {
  if (sign === '@') return `@${names.user(target) ?? label ?? target}`
  if (sign === '#') return `#${label === undefined || label === '' ? (names.channel(target) ?? target) : label}`
  if (sign === '!') {
    if (/^(here|channel|everyone)$/.test(target)) return `@${target}`
    return label ?? target
  }
  if (!/^(https?|mailto|tel|ftp|slack):/i.test(target)) return null
  const bare = target.replace(/^(mailto|tel):/i, '')
  return label === undefined || label === bare || label === target.replace(/^https?:\/\//i, '').replace(/\/$/, '')
    ? bare
    : `${label} (${bare})`
}

/** In this order, so that `&amp;lt;` stays `&lt;`. */
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
