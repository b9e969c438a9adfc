/** One line of the palette. */
export interface Command {
  id: string
  group: 'people' | 'pages' | 'instances' | 'actions'
  label: string
  /** More words that lead to it. */
  keywords?: string | undefined
}

/** Without accents and case, so that "configuracoes" finds "Configurações". */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** How well a command fits, smaller is better; null when it does not. Every word has to begin one of its words. */
function rank(command: Command, words: string[]): number | null {
  const label = plain(command.label)
  const all = `${label} ${plain(command.keywords ?? '')}`
  const isFit = words.every((word) => all.startsWith(word) || all.includes(` ${word}`) || all.includes(`-${word}`))
  if (!isFit) return null
  return label.startsWith(words[0] ?? '') ? 0 : words.every((word) => label.includes(word)) ? 1 : 2
}

/** The commands that fit what was typed, best first within the order they came in; all of them if nothing was. */
export function find<T extends Command>(commands: T[], query: string): T[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return commands
  return commands
    .map((command) => ({ command, fit: rank(command, words) }))
    .filter((found): found is { command: T; fit: number } => found.fit !== null)
    .sort((a, b) => a.fit - b.fit)
    .map(({ command }) => command)
}
