export interface ReadSentence<K extends string = string> {
  key: K
  /** What stood instead of each `{{hole}}`. */
  values: Record<string, string>
}

export interface SentenceReader<K extends string = string> {
  /** Null when it is none of the known sentences. */
  read(sentence: string): ReadSentence<K> | null
}

const HOLE = /\{\{(\w+)\}\}/g
const KEPT = 500

/** Finds which of the known sentences a finished one is, and what fills its holes. */
export function createSentenceReader<K extends string>(texts: Record<K, string>): SentenceReader<K> {
  const patterns = (Object.entries(texts) as [K, string][])
    .map(([key, text]) => ({
      key,
      holes: [...text.matchAll(HOLE)].map(([, name = '']) => name),
      words: text.replace(HOLE, '').length,
      text,
    }))
    // The sentence with the most words of its own goes first: "{{detail}} It was tried again." before "{{detail}}".
    .sort((a, b) => b.words - a.words)
    .map(({ key, holes, text }) => ({ key, holes, pattern: patternOf(text) }))
  const known = new Map<string, ReadSentence<K> | null>()

  function find(sentence: string): ReadSentence<K> | null {
    for (const { key, holes, pattern } of patterns) {
      const match = pattern.exec(sentence)
      if (match) return { key, values: Object.fromEntries(holes.map((name, index) => [name, match[index + 1] ?? ''])) }
    }
    return null
  }

  return {
    read(sentence) {
      const before = known.get(sentence)
      if (before !== undefined) return before
      const found = find(sentence)
      if (known.size >= KEPT) known.clear()
      known.set(sentence, found)
      return found
    },
  }
}

function patternOf(text: string): RegExp {
  const literal = text.replace(/[.*+?^$()|[\]\\/]/g, '\\$&')
  return new RegExp(`^${literal.replace(/\{\{\w+\}\}/g, '(.*?)')}$`, 's')
}
