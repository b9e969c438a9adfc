import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { hub } from '../../../hub/client.ts'

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

export interface Unread {
  seq: number
  count: number
}

/**
 * Marks a conversation as read while a person can see it: not in a hidden window. What was unread when
 * the person came is remembered, to be shown.
 */
export function useMarkRead(conversation: Conversation | undefined): Unread | null {
  const isVisible = useSyncExternalStore(subscribe, () => !document.hidden)
  const [unread, setUnread] = useState<Unread | null>(null)
  const isMarking = useRef(false)
  /** The person has been looking since: what comes in now is seen as it comes. */
  const isWatching = useRef(false)
  const id = conversation?.id
  const count = conversation?.unreadCount ?? 0
  useEffect(() => {
    if (!isVisible) isWatching.current = false
    if (id === undefined || !isVisible || isMarking.current) return
    if (count === 0) {
      isWatching.current = true
      return
    }
    const mark = async (): Promise<void> => {
      if (!isWatching.current) {
        const { seq } = await hub.conversations.firstUnread({ id })
        if (seq !== null) setUnread({ seq, count })
      }
      isWatching.current = true
      await hub.conversations.markRead({ id })
    }
    isMarking.current = true
    // A failure is harmless: the next message or the next visit marks it again.
    void mark()
      .catch(() => undefined)
      .finally(() => {
        isMarking.current = false
      })
  }, [id, count, isVisible])
  return unread
}
