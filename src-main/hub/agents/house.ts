/**
 * The built-in back end: needs nothing and answers from the instance's own texts. It is the default
 * of a new instance, so that the product answers on its first run.
 */

import type { AgentType } from '../../../src-shared/contract/agents.ts'
import { hasWordsToSay } from '../../../src-shared/house-words.ts'
import { realTimers, sleep, type Timers } from '../runtime/timers.ts'
import { completed } from './completed.ts'
import { answerFromTexts } from './house/answer.ts'
import { failed } from './http.ts'
import { withoutMarks } from './in-words.ts'
import type { AgentBackend } from './port.ts'

/** The longest that writing an answer may take on screen; the customer waits for it. */
const MAX_WRITING_MS = 1500

export interface HouseOptions {
  /** The pause after each word, so that the panel shows the answer being written; 0 for none. */
  msPerWord?: number
  timers?: Timers
}

const type: AgentType = {
  kind: 'house',
  name: 'House agent',
  description: 'Answers from texts that you write here. Works at once, without an account or the internet.',
  fields: [],
  presets: [],
  offers: { streaming: true, list: false, images: false, transcription: false },
}

/** The house agent. The pace is all there is to choose. */
export function createHouse({ msPerWord = 25, timers = realTimers }: HouseOptions = {}): AgentBackend {
  return {
    kind: 'house',
    type,
    parseSettings: () => ({}),
    isSetUp: (_settings, texts) => hasWordsToSay(texts),
    async *run(request, config, signal) {
      // Its words alone tell what is wanted, and in which language.
      const words = withoutMarks(request.text)
      const question = {
        text: [words, ...(words === '' && request.quotedText !== null ? [request.quotedText] : [])].join('\n'),
        hasMedia: request.media.some(({ isInWords }) => isInWords !== true),
        isFirstContact: request.session.isNew,
        phoneNumber: request.sender.phoneNumber,
        earlierTexts: request.history.filter(({ author }) => author === 'customer').map(({ text }) => withoutMarks(text)),
      }
      config.onRequest?.(question)
      yield { type: 'started' }
      const answer = answerFromTexts(question, config.house)
      const written = answer.text.match(/\s*\S+/gu) ?? []
      // A long price list comes in several words at a time: the pauses stay long enough to be real.
      const wordsAtOnce = Math.max(1, Math.ceil((written.length * msPerWord) / MAX_WRITING_MS))
      for (let start = 0; start < written.length && !signal.aborted; start += wordsAtOnce) {
        yield { type: 'delta', text: written.slice(start, start + wordsAtOnce).join('') }
        if (msPerWord > 0) await sleep(timers, msPerWord, signal)
      }
      if (signal.aborted) {
        yield failed('cancelled', 'The answer was stopped.')
        return
      }
      yield completed({ wantsHandover: answer.wantsHandover, isSilent: answer.text === '', raw: answer })
    },
  }
}
