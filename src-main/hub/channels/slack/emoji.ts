/** Slack calls emoji by name; people see characters. The names are those of the list that Slack began (iamcal/emoji-data). */

interface Entry {
  emoji: string
  /** Some have none. */
  shortcodes?: string[]
}

/** What a name of the list before last, or a sign that has two forms, is found by. */
const bare = (emoji: string): string => emoji.replaceAll('\ufe0f', '')

export interface EmojiNames {
  /** The character; null for a workspace's own, and where there is none. */
  emojiOf(name: string): string | null
  /** Without colons; null where Slack has no name for it. Skin tones are lost. */
  nameOf(emoji: string): string | null
}

let loaded: Promise<EmojiNames> | null = null

/** Loads 400 KB with the first use. */
export function emojiNames(): Promise<EmojiNames> {
  loaded ??= import('emoji-picker-element-data/en/iamcal/data.json', { with: { type: 'json' } }).then(({ default: entries }) =>
    namesOf(entries as Entry[]),
  )
  return loaded
}

function namesOf(entries: Entry[]): EmojiNames {
  const byName = new Map<string, string>()
  const byEmoji = new Map<string, string>()
  for (const { emoji, shortcodes = [] } of entries) {
    for (const name of shortcodes) if (!byName.has(name)) byName.set(name, emoji)
    const [first] = shortcodes
    if (first !== undefined) byEmoji.set(bare(emoji), first)
  }
  return {
    emojiOf: (name) => byName.get(name.replace(/::skin-tone-\d$/, '')) ?? null,
    nameOf: (emoji) => byEmoji.get(bare(emoji).replace(/[\u{1f3fb}-\u{1f3ff}]/gu, '')) ?? null,
  }
}
