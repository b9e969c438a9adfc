/** What happened to a conversation, with its sentence in English (the panel says it in its own language). */
import type { ConversationEvent } from '../../../../src-shared/contract/conversations.ts'
import type { EventInput } from '../../storage/port.ts'

/** The time of day where the hub is, as "14:02". */
export function clockTime(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

const SENTENCES: Record<ConversationEvent['type'], (event: ConversationEvent) => string> = {
  took_over: ({ by, until }) => `${by} took over${until === null ? '' : ` until ${clockTime(until)}`}.`,
  answered_on_phone: ({ until }) =>
    `Somebody answered on the phone: the agent is silent${until === null ? '' : ` until ${clockTime(until)}`}.`,
  automatic_on_phone: () => 'That was an automatic text of the phone: the agent answers.',
  gave_back: ({ by }) => `${by} gave the conversation back.`,
  time_over: () => 'The time is up: the agent answers again.',
  asked_for_person: ({ reason }) =>
    reason === 'handover'
      ? 'The agent asked for a person.'
      : reason === 'missed'
        ? 'It came while this computer was away: a person is needed.'
        : reason === 'number_stopped'
          ? 'The number may not send at the moment: a person is needed.'
          : reason === 'not_answering'
            ? 'It came while this account did not answer: a person is needed.'
            : 'The agent gave no answer: a person is needed.',
  draft_discarded: ({ by }) => `${by} discarded the draft.`,
  draft_superseded: () => 'The draft was put aside: something newer was said.',
  draft_approved: ({ by }) => `${by} approved the answer.`,
  answer_stopped: ({ by }) => `${by} stopped the answer.`,
  run_again: ({ by }) => `${by} asked for another answer.`,
  scheduled_missed: () => 'A planned message was not sent: the program was off at its time.',
}

export function conversationEvent(type: ConversationEvent['type'], facts: Partial<Omit<ConversationEvent, 'type'>> = {}): EventInput {
  const event: ConversationEvent = { type, by: null, until: null, reason: null, ...facts }
  return { event, text: SENTENCES[type](event) }
}
