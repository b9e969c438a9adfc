/**
 * Which questions may be answered by what was answered before. An answer is given again only where
 * the agent would have been told exactly the same, and nothing of it is anybody's own:
 *
 * - words alone: no file, no quoted message, no place or contact;
 * - an agent whose answers do not depend on who asks, as its owner says of it;
 * - nothing had been said before in this session. With an agent that keeps no memory of its own, what
 *   is told it may be the same in both cases instead, word for word: a greeting and its answer, say.
 *   More than two exchanges are never the same again;
 * - no number or address in the question that may be somebody's own;
 * - an agent that is told the time knows when it is asked: its answer holds for that part of that day
 *   alone, and none is kept to a question of this very moment ("are you open?").
 */
import { createHash } from 'node:crypto'
import { saidEarlier } from '../../agents/history.ts'
import { wordsOf } from '../../agents/house/words.ts'
import type { AgentBackend, AgentRequest } from '../../agents/port.ts'
import type { AgentProfileRecord, MessageRecord } from '../../storage/records.ts'
import { normalise } from './normalise.ts'

const NOW = new Set(wordsOf('now currently moment soon still yet agora momento ainda ja ahora todavia aun ya'))
const OPEN = new Set(
  wordsOf(
    'open opened closed aberto aberta abertos abertas fechado fechada abre abrem abierto abierta abiertos abren cerrado cerrada atendendo',
  ),
)
const WHEN = new Set(wordsOf('when time hours days quando hora horas horario horarios dias cuando dia'))

const MAX_CHARACTERS = 500
const MAX_SAID_BEFORE = 4

/** An e-mail address, or as many digits as a phone, a document or an order has; prices and times have fewer. */
const SOMEBODYS_OWN = /\S@\S+\.\S|(?:\p{N}[\s().-]*){6,}/u

export interface Asked {
  messages: Pick<MessageRecord, 'kind' | 'media' | 'quote' | 'text'>[]
  request: AgentRequest
  profile: Pick<AgentProfileRecord, 'flags'>
  backend: Pick<AgentBackend, 'kind' | 'remembersNothing'>
  /** A person wants another answer than the one there is. */
  isAsked: boolean
}

/** What the answer depends on; or one plain sentence why it is not looked up. */
export type Eligible = { question: string; context: string; why: null } | { why: string }

export const isWordsAlone = (messages: Asked['messages']): boolean =>
  messages.every(({ kind, media, quote, text }) => kind === 'text' && media === null && quote === null && text !== '')

/** What the agent is told of earlier; null when that cannot be known, or is too much to be the same again. */
function saidBefore(request: AgentRequest, backend: Asked['backend']): string[][] | null {
  if (request.session.isNew) return []
  if (backend.remembersNothing !== true || request.summary !== null) return null
  if (request.history.some(({ pictures }) => pictures !== undefined)) return null
  const said = saidEarlier(request)
  return said.length > MAX_SAID_BEFORE ? null : said.map(({ role, content }) => [role, normalise(content)])
}

/** The date and the part of the day, of `2026-03-14T09:26:53-03:00`. */
function partOfDay(localTime: string): string {
  const hour = Number(localTime.slice(11, 13))
  return `${localTime.slice(0, 10)} ${hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'}`
}

/** Is it about this very moment? Being open is, when somebody opens is not. */
function isOfTheMoment(question: string): boolean {
  const words = wordsOf(question)
  return words.some((word) => NOW.has(word)) || (words.some((word) => OPEN.has(word)) && !words.some((word) => WHEN.has(word)))
}

export function eligible({ messages, request, profile, backend, isAsked }: Asked): Eligible {
  if (isAsked) return { why: 'A person asked for an answer, so the agent gives a new one.' }
  if (backend.kind === 'house') return { why: 'The house agent answers from its own texts.' }
  if (profile.flags.usesPersonalData) return { why: 'The answers of this agent may depend on who asks.' }
  if (!isWordsAlone(messages)) return { why: 'The message is not words alone.' }
  const question = normalise(request.text)
  if (question === '' || question.length > MAX_CHARACTERS) return { why: 'The message is too short or too long to come again.' }
  if (SOMEBODYS_OWN.test(question)) return { why: "The message has a number or an address that may be somebody's own." }
  const { localTime, ...shop } = request.facts.shop
  if (localTime !== undefined && isOfTheMoment(question)) return { why: 'The answer may be true at this moment alone.' }
  const said = saidBefore(request, backend)
  if (said === null) return { why: 'The answer may depend on what was said before.' }
  const told = [said, shop, localTime === undefined ? null : partOfDay(localTime)]
  const context = createHash('sha256').update(JSON.stringify(told)).digest('base64url')
  return { question, context, why: null }
}
