/**
 * Finds the saved question that a customer's sentence asks. What can be known of the saved questions alone is
 * worked out once for each list of them: there may be two hundred, and every message is compared with all.
 */
import { isVisible } from '../../../../src-shared/visible-text.ts'
import { POLITE_WORDS } from './topics.ts'
import { createVocabulary } from './vocabulary.ts'
import { wordsOf } from './words.ts'

/** Words that say nothing about what is asked, in the three languages. */
const FILLERS: ReadonlySet<string> = new Set([
  ...'a an the is are am be do does did you your yours i we me my our it its this that there here of to in on at for with from by or and as if so can could would will shall may please want need have has get got any some what which who when how why just also too about not no yes'.split(
    ' ',
  ),
  ...'o os as um uma uns umas de do da dos das em no na nos nas ao aos por pelo pela pra para com sem e ou que se eu voce voces vc vcs ele ela nos me meu minha seu sua isso isto esse essa este esta tem ter ha sao ser foi estao qual quais quando como porque favor gostaria quero queria saber posso pode podem fazem faz fazer voces la ai aqui tambem ja sim nao'.split(
    ' ',
  ),
  ...'el la los las un una unos unas de del al en por para con sin y o que se yo tu usted ustedes mi su es son ser hay tiene tienen tener cual cuales cuando como porque favor quiero quisiera saber puedo puede pueden hacen hace hacer ahi aqui tambien ya si no me te le lo'.split(
    ' ',
  ),
])

/** The least part of the saved question that must be asked, or of the sentence that the question must explain. */
const ENOUGH_OF_QUESTION = 0.6
const ENOUGH_OF_SENTENCE = 0.67

export interface Faq {
  question: string
  answer: string
}

export interface FaqFinder {
  /**
   * The saved question that fits a sentence best; null if none fits well enough. Rare words count
   * more than those that many saved questions share. A short sentence may be a part of the saved
   * question ("parking?"), unless it already has an answer of its own (`isAnswered`): "when do you
   * open?" does not ask "Do you open on Sundays?".
   */
  find(sentence: string, isAnswered: boolean): Faq | null
}

/** The words that carry meaning; all of them if none does ("Who are you?"). */
function contentWords(text: string): string[] {
  const all = wordsOf(text)
  const meaningful = all.filter((word) => !FILLERS.has(word) && !POLITE_WORDS.has(word))
  return [...new Set(meaningful.length > 0 ? meaningful : all.filter((word) => !POLITE_WORDS.has(word)))]
}

interface Prepared {
  faq: Faq
  words: string[]
}

/** What a sentence and a saved question have in common. */
interface Common {
  ofQuestion: Set<string>
  ofSentence: string[]
}

const finders = new WeakMap<readonly Faq[], FaqFinder>()

/** The finder of this very list, which must not be changed any more. */
export function faqFinder(faqs: readonly Faq[]): FaqFinder {
  const known = finders.get(faqs)
  if (known !== undefined) return known
  const finder = createFaqFinder(faqs)
  finders.set(faqs, finder)
  return finder
}

function createFaqFinder(faqs: readonly Faq[]): FaqFinder {
  const prepared: Prepared[] = faqs
    .filter(({ answer }) => isVisible(answer))
    .map((faq) => ({ faq, words: contentWords(faq.question) }))
    .filter(({ words }) => words.length > 0)
  /** By their places, of each word that any of them has. */
  const having = new Map<string, number[]>()
  prepared.forEach(({ words }, place) => {
    for (const word of words) having.set(word, [...(having.get(word) ?? []), place])
  })
  const vocabulary = createVocabulary([...having.keys()])

  function weightOf(word: string): number {
    const sharing = new Set(vocabulary.alike(word).flatMap((other) => having.get(other) ?? [])).size
    return Math.log(1 + (prepared.length + 1) / (sharing + 0.5))
  }
  const ownWeights = new Map<string, number>()
  function ownWeightOf(word: string): number {
    const weight = ownWeights.get(word) ?? weightOf(word)
    ownWeights.set(word, weight)
    return weight
  }
  const sum = (words: string[], of: (word: string) => number): number => words.reduce((total, word) => total + of(word), 0)

  function inCommon(asked: string[]): [place: number, common: Common][] {
    const found = new Map<number, Common>()
    for (const word of asked) {
      for (const other of vocabulary.alike(word)) {
        for (const place of having.get(other) ?? []) {
          const common = found.get(place) ?? { ofQuestion: new Set(), ofSentence: [] }
          found.set(place, common)
          common.ofQuestion.add(other)
          if (common.ofSentence.at(-1) !== word) common.ofSentence.push(word)
        }
      }
    }
    return [...found].sort(([a], [b]) => a - b)
  }

  return {
    find(sentence, isAnswered) {
      const asked = contentWords(sentence)
      const askedWeights = new Map(asked.map((word) => [word, weightOf(word)]))
      const askedWeightOf = (word: string) => askedWeights.get(word) ?? 0
      const ofAll = sum(asked, askedWeightOf)
      let best: Faq | null = null
      let bestScore = 0
      for (const [place, common] of inCommon(asked)) {
        const { faq, words } = prepared[place] as Prepared
        const ofQuestion =
          sum(
            words.filter((word) => common.ofQuestion.has(word)),
            ownWeightOf,
          ) / sum(words, ownWeightOf)
        const ofSentence = sum(common.ofSentence, askedWeightOf) / ofAll
        if (ofQuestion < ENOUGH_OF_QUESTION && (isAnswered || ofSentence < ENOUGH_OF_SENTENCE)) continue
        const score = (2 * ofQuestion * ofSentence) / (ofQuestion + ofSentence)
        if (score > bestScore) {
          best = faq
          bestScore = score
        }
      }
      return best
    },
  }
}
