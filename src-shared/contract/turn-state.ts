import * as z from 'zod'

export const turnStateSchema = z.enum([
  'received',
  'thinking',
  'delivering',
  'completed',
  /** Stopped on purpose before an answer: own message, group without mention, access rule, … */
  'stopped',
  /** Its messages were answered together with those of another turn. */
  'merged',
  'failed',
])
export type TurnState = z.infer<typeof turnStateSchema>

/** Why a turn was stopped: for filters and REST; people read `reason`. */
export const stopCodeSchema = z.enum([
  'own_message',
  'duplicate',
  'history',
  'group_without_mention',
  'groups_off',
  'access_denied',
  'instance_inactive',
  /** Nobody has started answering for the account, or it was stopped: it is left to a person. */
  'not_answering',
  'no_content',
  'not_answerable',
  'silent',
  /** It came while the computer was away, and is left to a person. */
  'came_while_away',
  /** The platform has restricted the number, and nothing is sent. */
  'number_stopped',
  /** Not one of the groups that are answered. */
  'group_not_named',
  'cancelled',
  /** The customer deleted it before it was answered. */
  'deleted',
  'superseded',
  /** A person has the conversation. */
  'paused',
  /** The answer waits for a person's approval. */
  'awaiting_approval',
  /** Written for approval, and a person did not approve. */
  'draft_discarded',
])
export type StopCode = z.infer<typeof stopCodeSchema>
