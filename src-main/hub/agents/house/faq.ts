/** Finds the saved question that a customer's sentence asks. */
import { POLITE_WORDS } from './topics.ts'
import { areAlike, wordsOf } from './words.ts'

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

interface PreparedFaq extends Faq {
  words: string[]
}

/** The words that carry meaning; all of them if none does ("Who are you?"). */
function contentWords(text: string): string[] {
  const all = wordsOf(text)
  const meaningful = all.filter((word) => !FILLERS.has(word) && !POLITE_WORDS.has(word))
  return [...new Set(meaningful.length > 0 ? meaningful : all.filter((word) => !POLITE_WORDS.has(word)))]
}

export function prepareFaqs(faqs: readonly Faq[]): PreparedFaq[] {
  return faqs
    .filter(({ answer }) => answer.trim() !== '')
    .map((faq) => ({ ...faq, words: contentWords(faq.question) }))
    .filter(({ words }) => words.length > 0)
}

/**
 * The saved question that fits a sentence best; null if none fits well enough. Rare words count
 * more than those that many saved questions share. A short sentence may be a part of the saved
 * question ("parking?"), unless it already has an answer of its own (`isAnswered`): "when do you
 * open?" does not ask "Do you open on Sundays?".
 */
export function findFaq(sentence: string, faqs: PreparedFaq[], isAnswered: boolean): PreparedFaq | null {
  const asked = contentWords(sentence)
  if (asked.length === 0) return null
  const weightOf = (word: string): number => {
    const sharing = faqs.filter((faq) => faq.words.some((other) => areAlike(other, word))).length
    return Math.log(1 + (faqs.length + 1) / (sharing + 0.5))
  }
  const sum = (words: string[]): number => words.reduce((total, word) => total + weightOf(word), 0)

  let best: PreparedFaq | null = null
  let bestScore = 0
  for (const faq of faqs) {
    const inQuestion = faq.words.filter((word) => asked.some((other) => areAlike(other, word)))
    if (inQuestion.length === 0) continue
    const inSentence = asked.filter((word) => faq.words.some((other) => areAlike(other, word)))
    const ofQuestion = sum(inQuestion) / sum(faq.words)
    const ofSentence = sum(inSentence) / sum(asked)
    if (ofQuestion < ENOUGH_OF_QUESTION && (isAnswered || ofSentence < ENOUGH_OF_SENTENCE)) continue
    const score = (2 * ofQuestion * ofSentence) / (ofQuestion + ofSentence)
    if (score > bestScore) {
      best = faq
      bestScore = score
    }
  }
  return best
}
