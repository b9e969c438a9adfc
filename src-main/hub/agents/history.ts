/** What was said before, for back ends that remember nothing themselves. */
import { sentFile, unseenFile } from './in-words.ts'
import type { AgentMedia, AgentRequest } from './port.ts'

export interface Said {
  role: 'user' | 'assistant'
  content: string
}

/** Oldest first; how far back is the instance's to say. A new session begins with nothing: what was said long ago is not part of it. */
export function saidEarlier({ session, history }: AgentRequest): Said[] {
  if (session.isNew) return []
  return history.map(({ author, text }) => ({ role: author === 'customer' ? 'user' : 'assistant', content: text }))
}

type HandedOver = (media: AgentMedia) => boolean

/** The question in words: files that are neither handed over nor in words already are named, so that the agent knows of them. */
export function questionText(request: AgentRequest, handedOver: HandedOver = () => false): string {
  const quoted = request.quotedText === null ? [] : [`> ${request.quotedText.replaceAll('\n', '\n> ')}`]
  return [...quoted, questionWords(request, handedOver)].filter((part) => part !== '').join('\n')
}

/** The same, where what is quoted has a field of its own. */
export function questionWords(request: AgentRequest, handedOver: HandedOver): string {
  const files = request.media.flatMap((media) => {
    if (media.isInWords === true) return []
    // A sticker looks like any picture.
    if (handedOver(media)) return media.kind === 'sticker' ? [sentFile(media)] : []
    return [unseenFile(media)]
  })
  return [request.text, ...files].filter((part) => part !== '').join('\n')
}
