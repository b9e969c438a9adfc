/** What is said instead of an answer, by why there is none. */

import type { FallbackCause } from '../../../../src-shared/contract/answering.ts'
import type { Behaviour } from '../../../../src-shared/contract/instances.ts'
import type { AgentErrorCode } from '../../agents/port.ts'
import type { ThinkResult } from './think-result.ts'

export function causeOf(code: AgentErrorCode): FallbackCause {
  switch (code) {
    case 'timeout':
    case 'unreachable':
    case 'empty':
      return code
    case 'rate_limited':
      return 'rateLimited'
    case 'invalid_response':
    case 'unauthorized':
      return 'invalid'
    default:
      return 'error'
  }
}

/** The instance's text; empty is deliberate silence. A cause that was given none speaks as an error does. */
export function fallbackText({ fallback }: Pick<Behaviour, 'fallback'>, cause: FallbackCause): string {
  return (fallback[cause] ?? fallback.error).trim()
}

/** The same as a think result: a null text means silence. */
export function insteadOfAnswer(
  behaviour: Pick<Behaviour, 'fallback'>,
  cause: FallbackCause,
): Pick<ThinkResult, 'text' | 'origin' | 'fallbackCause'> {
  const text = fallbackText(behaviour, cause)
  return { text: text === '' ? null : text, origin: 'fallback', fallbackCause: cause }
}
