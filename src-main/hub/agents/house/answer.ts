/**
 * The answer of the house agent, from the owner's texts alone.
 *
 * The order: a saved question that fits beats a topic, since it is more precise; a topic beats a
 * greeting; and what cannot be answered goes to a person. A message may ask several things: each of
 * its sentences is answered, in its order, each answer once.
 *
 * Nothing is said that the owner did not write, but for the plain sentences of `simpleGreeting`. Where
 * that leaves nothing to say, nothing is said and a person is asked.
 */
import type { HouseTexts } from '../../../../src-shared/contract/instances.ts'
import { isVisible } from '../../../../src-shared/visible-text.ts'
import { faqFinder } from './faq.ts'
import { type Language, languageOf } from './language.ts'
import { SENTENCES, UNSAID } from './sentences.ts'
import { COURTESY_WORDS, type Topic, topicsOf } from './topics.ts'
import { wordsOf } from './words.ts'

export interface HouseQuestion {
  text: string
  hasMedia: boolean
  isFirstContact: boolean
  phoneNumber: string | null
  /** What the customer wrote before, newest last; only its language matters. */
  earlierTexts: string[]
}

export interface HouseAnswer {
  /** Empty: nothing is to be said. */
  text: string
  wantsHandover: boolean
  language: Language
  /** What it was answered from, for the trace. */
  sources: string[]
}

/** Nobody asks more in one message. The rest of a longer one is for a person to read. */
const MAX_PIECES = 50

type Answerable = Extract<Topic, 'openingHours' | 'address' | 'priceList'>

/** Answers in paragraphs, so that auto-split sends them as messages of their own. */
export function answerFromTexts(question: HouseQuestion, texts: HouseTexts): HouseAnswer {
  const ownTexts = [texts.greeting, texts.handover, texts.openingHours, texts.address, texts.priceList]
  const language = languageOf([question.text, ...question.earlierTexts.toReversed(), ...ownTexts], question.phoneNumber)
  const plain = texts.simpleGreeting ? SENTENCES[language] : UNSAID
  const faqs = faqFinder(texts.faqs)

  const parts: string[] = []
  const sources: string[] = []
  let isOpen = false
  let asksForPerson = false
  let says: 'nothing' | 'greeting' | 'thanks' = 'nothing'
  let pieceCount = 0
  const add = (source: string, text: string): void => {
    if (sources.includes(source) || !isVisible(text)) return
    sources.push(source)
    parts.push(text.trim())
  }

  for (const sentence of sentencesOf(question.text)) {
    const topics = topicsOf(wordsOf(sentence)).map(({ topic }) => topic)
    if (topics.includes('person')) asksForPerson = true
    // "Are you open on Sundays, and where are you?" is two questions; a saved question may answer one of them.
    const pieces = topics.filter(isAnswerable).length > 1 ? clausesOf(sentence) : [sentence]
    for (const piece of pieces) {
      pieceCount += 1
      if (pieceCount > MAX_PIECES) {
        isOpen = true
        break
      }
      const named = topicsOf(wordsOf(piece)).map(({ topic }) => topic)
      const answerable = named.filter(isAnswerable)
      const isAnswered = answerable.some((topic) => isVisible(texts[topic]))
      const faq = faqs.find(piece, isAnswered)
      const ofFaq = faq === null ? [] : topicsOf(wordsOf(faq.question)).map(({ topic }) => topic)
      if (faq !== null) add(`faq: ${faq.question}`, faq.answer)
      for (const topic of answerable) {
        // "Are you open on Sundays?" is answered; "do you deliver, where are you?" still asks for the address.
        if (ofFaq.includes(topic)) continue
        if (isVisible(texts[topic])) add(topic, texts[topic])
        else isOpen = true
      }
      if (faq !== null || answerable.length > 0 || named.includes('person')) continue
      if (named.includes('thanks')) says = 'thanks'
      else if (named.includes('greeting')) says = says === 'thanks' ? 'thanks' : 'greeting'
      if (hasMoreToSay(piece)) isOpen = true
    }
  }

  const needsPerson = asksForPerson || isOpen || question.hasMedia || (parts.length === 0 && says === 'nothing')
  const hasAnswer = parts.length > 0
  if (!needsPerson && !hasAnswer && says === 'thanks') add('thanks', plain.welcome)
  const isGreeted = question.isFirstContact || (!needsPerson && !hasAnswer && says === 'greeting')
  const isAlone = !needsPerson && parts.length === 0
  const greeting = isGreeted ? ownOr(texts.greeting, isAlone ? plain.greeting : plain.shortGreeting) : ''
  const wantsHandover = needsPerson || (parts.length === 0 && greeting === '')
  if (wantsHandover) {
    const fallback = question.hasMedia && !isOpen ? plain.handoverMedia : hasAnswer ? plain.handoverRest : plain.handover
    add('handover', ownOr(texts.handover, fallback))
  }
  if (greeting !== '') {
    sources.unshift('greeting')
    parts.unshift(greeting)
  }
  return { text: parts.join('\n\n'), wantsHandover, language, sources }
}

const ownOr = (own: string, plain: string): string => (isVisible(own) ? own.trim() : plain)

function isAnswerable(topic: Topic): topic is Answerable {
  return topic === 'openingHours' || topic === 'address' || topic === 'priceList'
}

function sentencesOf(text: string): string[] {
  return text.split(/[\n?!;…]+|\.(?:\s|$)/u).filter((sentence) => wordsOf(sentence).length > 0)
}

function clausesOf(sentence: string): string[] {
  return sentence.split(/,|\s(?:and|e|y|também|tambien|también|also|plus|mais)\s/iu).filter((clause) => wordsOf(clause).length > 0)
}

/** What may stand beside a greeting or thanks without being a question. */
const SMALL_TALK: ReadonlySet<string> = new Set([
  ...COURTESY_WORDS,
  ...'all everyone so very much you a lot many for the your help ok okay yes great nice and'.split(' '),
  ...'pessoal gente td muito mesmo pela pelo ajuda sim certo ta perfeito otimo a todos por su si claro perfecto vale mil muy bien'.split(
    ' ',
  ),
])

/** Does a piece without an answer hold anything but courtesy? "Hi" does not, "hi, I lost my order" does. */
function hasMoreToSay(piece: string): boolean {
  return wordsOf(piece).some((word) => !SMALL_TALK.has(word))
}
