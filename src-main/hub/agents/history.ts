/** What was said before, for back ends that remember nothing themselves. */
import { unseenFile } from './in-words.ts'
import type { AgentRequest } from './port.ts'

export interface Said {
  role: 'user' | 'assistant'
  content: string
}

/** Oldest first; how far back is the instance's to say. A new session begins with nothing: what was said long ago is no part of it. */
export function saidEarlier({ session, history }: AgentRequest): Said[] {
  if (session.isNew) return []
  return history.map(({ author, text }) => ({ role: author === 'customer' ? 'user' : 'assistant', content: text }))
}

/** The question in words: files that are neither handed over nor in words already are named, so that the agent knows of them. */
export function questionText(request: AgentRequest, handedOver: (media: AgentRequest['media'][number]) => boolean = () => false): string {
  const files = request.media.filter((media) => media.isInWords !== true && !handedOver(media)).map(unseenFile)
  const quoted = request.quotedText === null ? [] : [`> ${request.quotedText.replaceAll('\n', '\n> ')}`]
  return [...quoted, request.text, ...files].filter((part) => part !== '').join('\n')
}
