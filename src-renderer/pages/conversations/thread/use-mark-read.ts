import { useEffect, useSyncExternalStore } from 'react'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { hub } from '../../../hub/client.ts'

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** Marks a conversation as read while a person can see it: not in a hidden window. */
export function useMarkRead(conversation: Conversation | undefined): void {
  const isVisible = useSyncExternalStore(subscribe, () => !document.hidden)
  const id = conversation?.id
  const unread = conversation?.unreadCount ?? 0
  useEffect(() => {
    // A failure is harmless: the next message or the next visit marks it again.
    if (id !== undefined && unread > 0 && isVisible) hub.conversations.markRead({ id }).catch(() => undefined)
  }, [id, unread, isVisible])
}
