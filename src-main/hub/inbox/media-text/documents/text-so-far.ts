/** What has been read of a document, and when it is enough. */

/** A thick book chapter; agents get far less of it (`mediaText.documents.maxCharacters`). */
export const MAX_CHARACTERS = 100_000

export interface TextSoFar {
  add(text: string): void
  readonly isFull: boolean
  end(): { text: string; isShortened: boolean }
}

export function createTextSoFar(): TextSoFar {
  let parts: string[] = []
  let length = 0
  return {
    add(text) {
      // Twice as much as is kept: tidying makes it shorter.
      if (length > MAX_CHARACTERS * 2) return
      parts.push(text)
      length += text.length
    },
    get isFull() {
      return length > MAX_CHARACTERS * 2
    },
    end() {
      const whole = tidy(parts.join(''))
      parts = []
      return { text: whole.slice(0, MAX_CHARACTERS), isShortened: whole.length > MAX_CHARACTERS || length > MAX_CHARACTERS * 2 }
    },
  }
}

/** No control characters, no spaces at the ends of lines, no more than one empty line at a time. */
function tidy(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b\ufeff]/g, '')
      .replace(/[^\S\n]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}
