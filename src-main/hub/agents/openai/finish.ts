/** Why a model stopped, by the word that its server has for it. */
import type { AgentErrorCode } from '../port.ts'

export type Stopped =
  | { isFailed: true; code: AgentErrorCode; message: string; isOfMessage?: boolean }
  | { isFailed: false; warning: string | null }

/** Words of OpenAI, OpenRouter, vLLM, DeepSeek, Zhipu and Gemini. Null counts as a plain end: whole answers may have none. */
export function finishOf(word: string | null, hasText: boolean): Stopped {
  switch (word?.toLowerCase()) {
    case 'error':
    case 'abort':
    case 'aborted':
    case 'cancelled':
    case 'network_error':
    case 'insufficient_system_resource':
      return { isFailed: true, code: 'server_error', message: `The agent reported a failure: ${word}` }
    case 'content_filter':
    case 'sensitive':
    case 'safety':
      // Half of what it would have said may say the opposite.
      return hasText
        ? { isFailed: true, code: 'invalid_response', message: 'The content filter of the model cut the answer off.', isOfMessage: true }
        : { isFailed: true, code: 'empty', message: 'The content filter of the model let no text through.', isOfMessage: true }
    case 'length':
    case 'max_tokens':
      return hasText
        ? { isFailed: false, warning: 'The model stopped at its limit of length.' }
        : { isFailed: true, code: 'empty', message: 'The model came to its limit of length before it wrote a text.' }
    default:
      return { isFailed: false, warning: null }
  }
}
