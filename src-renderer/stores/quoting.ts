import { create } from 'zustand'
import type { Message } from '../../src-shared/contract/conversations.ts'

/** The message that the next reply answers, by conversation. */
const useQuotingStore = create<{ messages: Record<string, Message | undefined> }>(() => ({ messages: {} }))

export function useQuoted(conversationId: string): Message | null {
  return useQuotingStore((state) => state.messages[conversationId] ?? null)
}

/** @param message null: the next reply answers nothing in particular */
export function quote(conversationId: string, message: Message | null): void {
  useQuotingStore.setState(({ messages }) => ({ messages: { ...messages, [conversationId]: message ?? undefined } }))
}
