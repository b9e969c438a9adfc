/** A question that belongs to no conversation: the agent is told nothing but the words, and remembers it under a name of its own. */
import type { AgentRequest } from './port.ts'

/**
 * @param id names the call and nobody; a new one for each
 * @param purpose what it is for, in one word: a part of the session's name
 */
export function loneQuestion(id: string, instance: AgentRequest['instance'], purpose: string, text: string): AgentRequest {
  return {
    turnId: id,
    text,
    kind: 'text',
    media: [],
    quotedText: null,
    sender: { userId: id, name: null, phoneNumber: null, platformId: id },
    session: { name: `${instance.name}_${purpose}_${id}`, id: null, isNew: true },
    history: [],
    summary: null,
    facts: { customer: {}, shop: {} },
    instance,
    chat: { externalId: id, kind: 'direct', name: null },
    channelPayload: null,
  }
}
