import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'

/** A conversation that became part of another is read there: links to it and an open thread lead on. */
export function useFollowMerged(id: string, conversation: Conversation | undefined): void {
  const [, navigate] = useLocation()
  const current = conversation?.id ?? id
  useEffect(() => {
    if (current !== id) navigate(`/conversations/${current}`, { replace: true })
  }, [current, id, navigate])
}
