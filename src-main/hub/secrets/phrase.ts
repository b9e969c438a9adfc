/**
 * The recovery phrase: 24 words of BIP-39's English list, which are 256 random bits and a check sum. It is the one
 * secret that people keep outside of the computer; every key that is made of it has a name of its own (HKDF's `info`).
 */
import { hkdfSync } from 'node:crypto'
import { generateMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { OmniError } from '../../../src-shared/errors.ts'
import { ageIdentity } from './age-identity.ts'

export const PHRASE_WORDS = 24
const ENTROPY_BITS = 256
const KEY_BYTES = 32
/** The first four letters of a word are no other word's. */
const PREFIX_LETTERS = 4

const known = new Set(wordlist)
const byPrefix = new Map(wordlist.map((word) => [word.slice(0, PREFIX_LETTERS), word]))

export const newPhrase = (): string => generateMnemonic(wordlist, ENTROPY_BITS)

/** The word that was meant: as it stands in the list, or at least its first four letters; null if it is none. */
export function readWord(typed: string): string | null {
  const word = typed.normalize('NFKD').trim().toLowerCase()
  if (known.has(word)) return word
  const meant = byPrefix.get(word.slice(0, PREFIX_LETTERS))
  return meant !== undefined && word.length >= PREFIX_LETTERS && meant.startsWith(word) ? meant : null
}

/** What was typed, word by word: numbers, signs, blanks and line breaks between the words mean nothing. */
export const wordsIn = (text: string): string[] => text.normalize('NFKD').match(/[\p{L}\p{M}]+/gu) ?? []

/** A word that is not in the list. It may be a slip of a real one, so it is not in the message. */
export class UnknownWord extends OmniError {
  /** From 1. */
  readonly position: number
  readonly word: string

  constructor(position: number, word: string) {
    super('bad_request', `Word ${position} is not one of the words that recovery phrases are made of.`)
    this.position = position
    this.word = word
  }
}

/** The phrase that somebody typed. Throws {@link UnknownWord}, or OmniError('bad_request'), in plain words that hold none of its words. */
export function readPhrase(text: string): string {
  const words = wordsIn(text).map((typed, index) => {
    const word = readWord(typed)
    if (word === null) throw new UnknownWord(index + 1, typed)
    return word
  })
  if (words.length !== PHRASE_WORDS) throw new OmniError('bad_request', `A recovery phrase has 24 words. This one has ${words.length}.`)
  const phrase = words.join(' ')
  entropyOf(phrase)
  return phrase
}

function entropyOf(phrase: string): Uint8Array {
  try {
    return mnemonicToEntropy(phrase, wordlist)
  } catch (cause) {
    throw new OmniError('bad_request', 'These 24 words do not belong together: one of them is wrong, or two have changed places.', {
      cause,
    })
  }
}

/** The key that wraps the vault's data key. */
export const wrappingKeyOf = (phrase: string): Uint8Array => derive(phrase, 'omni/recovery-phrase/data-key/v1')

/** The identity that opens backups (`AGE-SECRET-KEY-1…`), as `age -i` reads it. */
export const backupIdentityOf = (phrase: string): string => ageIdentity(derive(phrase, 'omni/recovery-phrase/backup/v1'))

function derive(phrase: string, info: string): Uint8Array {
  // The words are random bits already: there is nothing that a salt or a slow hash would protect.
  return new Uint8Array(hkdfSync('sha256', entropyOf(phrase), new Uint8Array(), info, KEY_BYTES))
}
