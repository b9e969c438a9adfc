import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Message } from '../../src-shared/contract/conversations.ts'

/** A message from this panel between "Send" and the moment the hub's own record of it is here. */
export interface Outgoing {
  clientId: string
  conversationId: string
  author: 'person' | 'customer'
  text: string
  /** What it answers, as a quote. */
  quoted: Message | null
  state: 'sending' | 'accepted' | 'failed'
  error: unknown
  at: string
}

interface OutgoingState {
  items: Outgoing[]
}

export const useOutgoingStore = create<OutgoingState>(() => ({ items: [] }))

export function useOutgoing(conversationId: string): Outgoing[] {
  return useOutgoingStore(useShallow((state) => state.items.filter((item) => item.conversationId === conversationId)))
}

export function putOutgoing(item: Outgoing): void {
  useOutgoingStore.setState(({ items }) => ({ items: [...items.filter((other) => other.clientId !== item.clientId), item] }))
}

export function dropOutgoing(clientId: string): void {
  useOutgoingStore.setState(({ items }) => ({ items: items.filter((item) => item.clientId !== clientId) }))
}
