import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { initialLiveState, type LiveState, type LiveStream } from './reduce.ts'

export const useLive = create<LiveState>(() => initialLiveState)

/** One answer in progress: one delta draws the component that uses this, and no other. */
export function useStream(turnId: string): LiveStream | undefined {
  return useLive((state) => state.streams[turnId])
}

/** The turns being answered in a conversation, oldest first. Changes only when one begins or ends. */
export function useStreamIds(conversationId: string): string[] {
  return useLive(
    useShallow((state) =>
      Object.values(state.streams)
        .filter((stream) => stream.conversationId === conversationId)
        .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
        .map((stream) => stream.turnId),
    ),
  )
}

export function useIsAnswering(conversationId: string): boolean {
  return useLive((state) =>
    Object.values(state.streams).some((stream) => stream.conversationId === conversationId && !stream.isEnded && !stream.isBehind),
  )
}

export function useTyping(conversationId: string): string | undefined {
  return useLive((state) => state.typing[conversationId])
}
