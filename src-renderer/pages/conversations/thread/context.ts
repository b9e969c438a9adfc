import { createContext, useContext } from 'react'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import type { ChannelKind } from '../../../../src-shared/contract/instances.ts'
import type { ChangeLimits } from '../bubble/changeable.ts'

/** What every bubble of a thread may need. The object changes only with the conversation itself. */
export interface ThreadFacts {
  conversationId: string
  channel: ChannelKind
  isGroup: boolean
  canReact: boolean
  changes: ChangeLimits
  /** Goes to the message that is quoted. */
  onQuote: (externalId: string) => void
  /** Opens a picture large. */
  onOpenImage: (messageId: string) => void
  onReply: (message: Message) => void
}

const ThreadContext = createContext<ThreadFacts>({
  conversationId: '',
  channel: 'simulator',
  isGroup: false,
  canReact: false,
  changes: { editMinutes: undefined, deleteMinutes: undefined },
  onQuote: () => undefined,
  onOpenImage: () => undefined,
  onReply: () => undefined,
})

export const ThreadProvider = ThreadContext.Provider
export const useThread = (): ThreadFacts => useContext(ThreadContext)
