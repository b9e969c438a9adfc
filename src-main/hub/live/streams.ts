/** The answers that are being written right now: the snapshot behind the `stream.*` events. */
import type { Stream } from '../../../src-shared/contract/conversations.ts'
import type { LiveBus } from './bus.ts'

export interface LiveStreams {
  start(stream: Omit<Stream, 'text' | 'tool'>): void
  delta(turnId: string, text: string): void
  tool(turnId: string, tool: string | null): void
  end(turnId: string, messageIds: string[]): void
  of(conversationId: string): Stream[]
  all(): Stream[]
}

export function createLiveStreams(bus: LiveBus): LiveStreams {
  const streams = new Map<string, Stream>()
  return {
    start(facts) {
      const stream: Stream = { ...facts, text: '', tool: null }
      streams.set(stream.turnId, stream)
      bus.publish({ type: 'stream.started', stream: { ...stream } })
    },
    delta(turnId, text) {
      const stream = streams.get(turnId)
      if (stream === undefined || text === '') return
      bus.publish({ type: 'stream.delta', turnId, conversationId: stream.conversationId, from: stream.text.length, text })
      stream.text += text
    },
    tool(turnId, tool) {
      const stream = streams.get(turnId)
      if (stream === undefined) return
      stream.tool = tool
      bus.publish({ type: 'stream.tool', turnId, conversationId: stream.conversationId, tool })
    },
    end(turnId, messageIds) {
      const stream = streams.get(turnId)
      if (stream === undefined) return
      streams.delete(turnId)
      bus.publish({ type: 'stream.ended', turnId, conversationId: stream.conversationId, messageIds })
    },
    all: () => [...streams.values()].map((stream) => ({ ...stream })),
    of: (conversationId) =>
      [...streams.values()].filter((stream) => stream.conversationId === conversationId).map((stream) => ({ ...stream })),
  }
}
