/**
 * Which questions may be answered by what was answered before. An answer is given again only where
 * the agent would have been told exactly the same, and nothing of it is anybody's own:
 *
 * - words alone: no file, no quoted message, no place or contact;
 * - an agent whose answers do not depend on who asks, as its owner says of it;
 * - nothing had been said before in this session. With an agent that remembers nothing by itself, what
 *   is told it may be the same in both cases instead, word for word: a greeting and its answer, say.
 *   More than two exchanges are never the same again;
 * - no number or address in the question that may be somebody's own.
 */
import { createHash } from 'node:crypto'
import { saidEarlier } from '../agents/history.ts'
import type { AgentBackend, AgentRequest } from '../agents/port.ts'
import type { AgentProfileRecord, MessageRecord } from '../storage/records.ts'
import { normalise } from './normalise.ts'

const MAX_CHARACTERS = 500
const MAX_SAID_BEFORE = 4

/** An e-mail address, or so many digits as a phone, a document or an order has; prices and times have fewer. */
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

/** A digest of what the agent is told of earlier; null when that cannot be known, or is too much to be the same again. */
function contextOf(request: AgentRequest, backend: Asked['backend']): string | null {
  if (request.session.isNew) return ''
  if (backend.remembersNothing !== true) return null
  const said = saidEarlier(request)
  if (said.length === 0) return ''
  if (said.length > MAX_SAID_BEFORE) return null
  const told = said.map(({ role, content }) => [role, normalise(content)])
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url')
}

export function eligible({ messages, request, profile, backend, isAsked }: Asked): Eligible {
  if (isAsked) return { why: 'A person asked for an answer, so the agent gives a new one.' }
  if (backend.kind === 'house') return { why: 'The house agent answers from its own texts.' }
  if (profile.flags.usesPersonalData) return { why: 'The answers of this agent may depend on who asks.' }
  if (!isWordsAlone(messages)) return { why: 'The message is not words alone.' }
  const question = normalise(request.text)
  if (question === '' || question.length > MAX_CHARACTERS) return { why: 'The message is too short or too long to come again.' }
  if (SOMEBODYS_OWN.test(question)) return { why: "The message has a number or an address that may be somebody's own." }
  const context = contextOf(request, backend)
  if (context === null) return { why: 'The answer may depend on what was said before.' }
  return { question, context, why: null }
}
