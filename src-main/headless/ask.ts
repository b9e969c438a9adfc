/** What the person at the terminal is asked, or is read from what is piped in. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ReadStream } from 'node:tty'
import { PHRASE_WORDS, wordsIn } from '../hub/secrets/phrase.ts'

export interface Asked {
  /** The recovery phrase; null when nothing more was typed. */
  ask(): Promise<string | null>
  /** Somebody sits there and may try again. */
  isPerson: boolean
}

/** Shows nothing of what is typed. */
const silence = () => new Writable({ write: (_chunk, _encoding, done) => done() })

/**
 * The recovery phrase, which is not shown while it is typed. In a terminal the words may stand in several lines, as they are pasted: it ends with the 24th word or an empty line.
 * Resolves to null when nothing was typed.
 */
export async function askPhrase(input: ReadStream, prompt: (words: string) => void): Promise<string | null> {
  if (!input.isTTY) return (await text(input)).trim() || null
  const lines = createInterface({ input, output: silence(), terminal: true, historySize: 0 })
  // Only now does the terminal show nothing.
  prompt('The 24 words of the recovery phrase (they are not shown): ')
  let typed = ''
  let isCancelled = false
  lines.on('SIGINT', () => {
    isCancelled = true
    lines.close()
  })
  for await (const line of lines) {
    typed += `${line} `
    if (line.trim() === '' || wordsIn(typed).length >= PHRASE_WORDS) break
  }
  lines.close()
  prompt('\n')
  return isCancelled ? null : typed.trim() || null
}

/** Only a person can say yes; by the whole word, as Enter alone is too easily pressed. */
export async function askYes(input: ReadStream, prompt: (words: string) => void, question: string): Promise<boolean> {
  if (!input.isTTY) return false
  const lines = createInterface({ input, output: silence(), terminal: false })
  prompt(`${question} Type "yes": `)
  for await (const line of lines) {
    lines.close()
    return line.trim().toLowerCase() === 'yes'
  }
  return false
}
