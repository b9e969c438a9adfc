/** The answers that are being written right now: the snapshot behind the `stream.*` events. */
import type { Stream } from '../../../src-shared/contract/conversations.ts'
import type { LiveBus } from './bus.ts'

export interface LiveStreams {
  start(stream: Omit<Stream, 'text' | 'tool'>): void
  delta(turnId: string, text: string): void
  tool(turnId: string, tool: string | null): void
  /**
   * A part of the answer became these messages, and it goes on in a bubble of its own, which begins
   * with `rest`. Its `turnId` is that of the turn with a number behind it: see {@link turnOfStream}.
   */
  carryOn(turnId: string, messageIds: string[], rest: string): void
  end(turnId: string, messageIds: string[]): void
  of(conversationId: string): Stream[]
  all(): Stream[]
}

/** The turn that a stream belongs to. */
export function turnOfStream(streamId: string): string {
  return streamId.split('#')[0] ?? streamId
}

export function createLiveStreams(bus: LiveBus): LiveStreams {
  /** By turn; only the piece that is being written. */
  const streams = new Map<string, { stream: Stream; piece: number }>()

  function begin(turnId: string, piece: number, facts: Omit<Stream, 'text' | 'tool'>, text: string): void {
    const stream: Stream = { ...facts, turnId: piece === 1 ? turnId : `${turnId}#${piece}`, text, tool: null }
    streams.set(turnId, { stream, piece })
    bus.publish({ type: 'stream.started', stream: { ...stream } })
  }

  function end(turnId: string, messageIds: string[]): void {
    const found = streams.get(turnId)
    if (found === undefined) return
    const { stream, piece } = found
    streams.delete(turnId)
    // Messages know their turn, not the piece: they take the place of the first bubble alone.
    const replacing = piece === 1 ? messageIds : []
    bus.publish({ type: 'stream.ended', turnId: stream.turnId, conversationId: stream.conversationId, messageIds: replacing })
  }

  return {
    start(facts) {
      begin(facts.turnId, 1, facts, '')
    },
    delta(turnId, text) {
      const stream = streams.get(turnId)?.stream
      if (stream === undefined || text === '') return
      bus.publish({ type: 'stream.delta', turnId: stream.turnId, conversationId: stream.conversationId, from: stream.text.length, text })
      stream.text += text
    },
    tool(turnId, tool) {
      const stream = streams.get(turnId)?.stream
      if (stream === undefined) return
      stream.tool = tool
      bus.publish({ type: 'stream.tool', turnId: stream.turnId, conversationId: stream.conversationId, tool })
    },
    carryOn(turnId, messageIds, rest) {
      const found = streams.get(turnId)
      if (found === undefined) return
      end(turnId, messageIds)
      begin(turnId, found.piece + 1, found.stream, rest)
    },
    end,
    all: () => [...streams.values()].map(({ stream }) => ({ ...stream })),
    of: (conversationId) =>
      [...streams.values()].filter(({ stream }) => stream.conversationId === conversationId).map(({ stream }) => ({ ...stream })),
  }
}
