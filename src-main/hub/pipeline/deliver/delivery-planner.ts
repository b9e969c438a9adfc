/** Plans an answer: the messages that it becomes, with the pauses between them. Nothing is written or sent here. */

import type { CacheHit } from '../../../../src-shared/contract/answer-cache.ts'
import type { AuthorKind } from '../../../../src-shared/contract/conversations.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { cutPart, splitAnswer } from '../../channels/split-text.ts'
import { newId } from '../../runtime/ids.ts'
import type { PlannedMessage } from '../../storage/port.ts'
import type { ConversationRecord, DeliveryOrigin } from '../../storage/records.ts'

interface Answer {
  text: string
  origin: DeliveryOrigin
  turnId: string
  conversation: ConversationRecord
  author: AuthorKind
  authorName: string | null
  /** The customer's message that it answers, by the platform's id. */
  answers?: string | null
  /** Where no agent was asked for it. */
  cacheHit?: CacheHit | null
}

export interface DeliveryPlanner {
  /** Splits an answer into planned messages; the pauses between them are drawn here. */
  plan(instance: RunningInstance, answer: Answer): PlannedMessage[]
  /** The same of texts that are parts already. `isContinued`: something was said before the first. */
  planParts(instance: RunningInstance, answer: Omit<Answer, 'text'>, texts: string[], isContinued: boolean): PlannedMessage[]
}

/** How long what an agent says is on its channel, in the marks that are used there. */
export function lengthOn({ driver: { fromMarkdown } }: RunningInstance): ((text: string) => number) | undefined {
  return fromMarkdown === undefined ? undefined : (text) => fromMarkdown(text).length
}

export function createDeliveryPlanner(random: () => number): DeliveryPlanner {
  /** What is kept and shown is what the customer gets. A change of the marks can make a part too long. */
  function inItsMarks({ driver }: RunningInstance, origin: DeliveryOrigin, texts: string[]): string[] {
    const { fromMarkdown, capabilities } = driver
    if (fromMarkdown === undefined || origin !== 'agent') return texts
    return texts.flatMap((text) => cutPart(fromMarkdown(text), capabilities.maxTextLength))
  }

  const planParts: DeliveryPlanner['planParts'] = (instance, answer, texts, isContinued) => {
    const { behaviour } = instance.record
    const span = Math.max(0, behaviour.splitPauseMaxMs - behaviour.splitPauseMinMs)
    return inItsMarks(instance, answer.origin, texts).map((text, index) => {
      const id = newId()
      return {
        delivery: {
          id,
          instanceName: instance.record.name,
          conversationId: answer.conversation.id,
          turnId: answer.turnId,
          messageId: newId(),
          origin: answer.origin,
          part: {
            deliveryId: id,
            chatExternalId: answer.conversation.externalId,
            externalId: null,
            content: { type: 'text', text, mentions: [], mentionsEveryone: false, linkPreview: true },
            quotedExternalId: null,
            ...(answer.answers == null || index > 0 || isContinued ? {} : { answersExternalId: answer.answers }),
          },
          pauseBeforeMs: index === 0 && !isContinued ? 0 : Math.round(behaviour.splitPauseMinMs + random() * span),
          state: 'pending',
          notBefore: null,
        },
        author: answer.author,
        authorName: answer.authorName,
        kind: 'text',
        text,
        ...(answer.cacheHit ? { cacheHit: answer.cacheHit } : {}),
      }
    })
  }

  return {
    plan(instance, answer) {
      const { splitting } = instance.record.behaviour
      const { maxTextLength: maxLength } = instance.driver.capabilities
      const parts = splitAnswer(answer.text, { splitting, maxLength, lengthOf: answer.origin === 'agent' ? lengthOn(instance) : undefined })
      return planParts(instance, answer, parts, false)
    },
    planParts,
  }
}
