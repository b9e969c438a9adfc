import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { hub } from '../../../hub/client.ts'
import { hubNow } from '../../../hub/hub-clock.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { dropOutgoing, type Outgoing, putOutgoing } from '../../../stores/outgoing.ts'
import { usePerson } from '../../../stores/person.ts'
import { messagesQuery, recordMessage } from '../queries.ts'

/** How long an accepted message may wait for its record before the record is asked for. */
const RECORD_PATIENCE_MS = 5000

interface NewMessage {
  conversationId: string
  author: Outgoing['author']
  text: string
  quoted?: Message | null
}

async function deliver(item: Outgoing): Promise<void> {
  const { conversationId, text, clientId } = item
  putOutgoing({ ...item, state: 'sending', error: null })
  try {
    if (item.author === 'person') {
      const by = usePerson.getState().name.trim() || undefined
      const quotedMessageId = item.quoted?.id
      const message = await hub.conversations.sendText({ conversationId, text, clientId, by, quotedMessageId })
      recordMessage(message)
      dropOutgoing(clientId)
      return
    }
    await hub.simulator.say({ conversationId, text, clientId })
    putOutgoing({ ...item, state: 'accepted', error: null })
    // The record comes by the live subscription; should that be broken, it is read.
    setTimeout(() => {
      dropOutgoing(clientId)
      void queryClient.invalidateQueries({ queryKey: messagesQuery(conversationId).queryKey, refetchType: 'active' })
    }, RECORD_PATIENCE_MS)
  } catch (error) {
    putOutgoing({ ...item, state: 'failed', error })
  }
}

export function sendMessage(message: NewMessage): Promise<void> {
  return deliver({
    quoted: null,
    ...message,
    clientId: crypto.randomUUID(),
    state: 'sending',
    error: null,
    at: new Date(hubNow()).toISOString(),
  })
}

/** The same `clientId` again: if the first call did arrive after all, nothing is sent twice. */
export function sendAgain(item: Outgoing): Promise<void> {
  return deliver(item)
}
