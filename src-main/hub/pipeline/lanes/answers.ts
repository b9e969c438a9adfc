/** The answers under way, so that people can stop them or take their conversation over. */
import type { StopCode } from '../../../../src-shared/contract/traces.ts'

export interface Cause {
  code: StopCode
  /** One plain sentence. */
  reason: string
}

export interface Answering {
  conversationId: string
  /** Aborted when it is stopped, or when the hub stops: then there is no cause. */
  controller: AbortController
  cause: Cause | null
  /** Its first part is on its way to the customer. */
  isSpeaking: boolean
  /** It may be interrupted even so: what is not on its way is then not sent. */
  stopsInTheMiddle: boolean
  /** The customer has changed or deleted what it is about. */
  isOutdated: boolean
}

export interface Answers {
  begin(turnId: string, conversationId: string): Answering
  end(turnId: string): void
  causeOf(turnId: string): Cause | null
  stop(turnId: string, cause: Cause): { conversationId: string } | null
  /**
   * Ends those of a conversation that have not begun to speak; `as_set_up` those too that may be interrupted all
   * the same, `always` every one.
   */
  interrupt(conversationId: string, cause: Cause, whileSpeaking: 'never' | 'as_set_up' | 'always'): void
  isAnswering(conversationId: string): boolean
}

export function createAnswers(): Answers {
  const answers = new Map<string, Answering>()
  const end = (answering: Answering, cause: Cause) => {
    answering.cause ??= cause
    answering.controller.abort()
  }
  return {
    begin(turnId, conversationId) {
      const answering: Answering = {
        conversationId,
        controller: new AbortController(),
        cause: null,
        isSpeaking: false,
        stopsInTheMiddle: false,
        isOutdated: false,
      }
      answers.set(turnId, answering)
      return answering
    },
    end(turnId) {
      answers.delete(turnId)
    },
    causeOf: (turnId) => answers.get(turnId)?.cause ?? null,
    stop(turnId, cause) {
      const answering = answers.get(turnId)
      if (answering === undefined || answering.cause !== null) return null
      end(answering, cause)
      return { conversationId: answering.conversationId }
    },
    interrupt(conversationId, cause, whileSpeaking) {
      for (const answering of answers.values()) {
        if (answering.conversationId !== conversationId) continue
        if (!answering.isSpeaking || whileSpeaking === 'always' || (whileSpeaking === 'as_set_up' && answering.stopsInTheMiddle))
          end(answering, cause)
      }
    },
    isAnswering: (conversationId) => [...answers.values()].some((answering) => answering.conversationId === conversationId),
  }
}
