/**
 * Answers that the owner wrote. A phrase must not swallow a message that says more than it, so one is
 * given only where the message, greetings and small words aside, says the phrase and nothing else:
 * "Hi, what are your opening hours please?" and not "Your opening hours on Christmas Eve?".
 *
 * A topic is what a rule of the instance made of the whole message; there the text is given to a
 * short message without numbers, and longer ones go to the agent.
 */
import type { FixedAnswer } from '../../../../src-shared/contract/answer-cache.ts'
import { COURTESY_WORDS } from '../../agents/house/topics.ts'
import { wordsOf } from '../../agents/house/words.ts'
import { firstWordIn, wordsIn } from '../routing/words.ts'

/** Words that mean nothing on their own, in three languages; without accents. Negations and times are not among them. */
const SMALL_WORDS = new Set(
  wordsOf(`
    a an the is are be am do does can could would will you your yours u ur we our i me my it its this that there s what whats which when where who how at of for on in to and or so
    please pls tell know want like have has get give question ask asking shop store place business guys about let need see
    o os as um uma de do da dos das e eh em na nas para pra pro por com que qual quais quando onde como se te lhe eu voce voces vc vcs seu sua seus suas
    meu minha nosso nossa esta estao ta tao sao ser ter tem ha favor pf pfv gentileza gostaria queria quero saber poderia pode podem dizer informar informa
    passar falar loja gente pessoal moco moca ai aqui
    el la los las un del y en al con cual cuales cuando donde le yo tu usted ustedes su sus mi nuestro nuestra estan es son hay tienen tiene quisiera
    quiero podria puede pueden decir decirme dime tienda local aca
  `),
)

/** A longer message is about more than its topic. */
const TOPIC_WORDS = 12

export interface FixedMatch {
  answer: FixedAnswer
  /** One plain sentence. */
  detail: string
}

/** Is a word neither of the phrase nor small? */
function isBeside(phrase: string): (word: string) => boolean {
  const ofPhrase = new Set(wordsOf(phrase))
  return (word) => !ofPhrase.has(word) && !SMALL_WORDS.has(word) && !COURTESY_WORDS.has(word)
}

/** The first answer that is on and one of whose phrases is all that the message says. */
export function fixedAnswerFor(fixed: FixedAnswer[], text: string): FixedMatch | null {
  const words = wordsOf(text)
  for (const answer of fixed) {
    if (!answer.isOn) continue
    const said = wordsIn(text, answer.phrases)
    const phrase = answer.phrases.find((one, index) => said.has(index) && !words.some(isBeside(one)))
    if (phrase !== undefined)
      return { answer, detail: `"${phrase}" is all that the message asks: the fixed answer "${answer.name}" was given.` }
  }
  return null
}

/** The first answer that is on and has this topic, for a message that is short enough to be about nothing else. */
export function fixedAnswerOnTopic(fixed: FixedAnswer[], topic: string, text: string): FixedMatch | null {
  const words = wordsOf(text)
  if (words.length > TOPIC_WORDS || words.some((word) => /\p{N}/u.test(word))) return null
  const same = (one: string | null) => one?.toLowerCase() === topic.toLowerCase()
  const answer = fixed.find((one) => one.isOn && same(one.topic))
  return answer === undefined ? null : { answer, detail: `It is about "${topic}": the fixed answer "${answer.name}" was given.` }
}

/** Which of these a message would get, in one plain sentence, for whoever writes them. */
export function tryFixedAnswers(fixed: FixedAnswer[], text: string): { id: string | null; explanation: string } {
  const match = fixedAnswerFor(fixed, text)
  if (match !== null) return { id: match.answer.id, explanation: `The customer gets the fixed answer "${match.answer.name}".` }
  const phrase = firstWordIn(
    text,
    fixed.flatMap(({ isOn, phrases }) => (isOn ? phrases : [])),
  )
  if (phrase === null) return { id: null, explanation: 'None of the phrases is in it, so it goes on to the agent.' }
  const more = wordsOf(text).filter(isBeside(phrase)).slice(0, 5).join(', ')
  return { id: null, explanation: `It says more than "${phrase}" (${more}), so it goes on to the agent.` }
}
