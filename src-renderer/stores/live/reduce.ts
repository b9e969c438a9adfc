import type { Stream } from '../../../src-shared/contract/conversations.ts'
import type { Counters, LiveEvent, LiveFrame } from '../../../src-shared/contract/live.ts'

export interface LiveStream extends Stream {
  /** The hub says that the answer is complete; it stays until the messages that replace it are here. */
  isEnded: boolean
  /** Something of it was missed; its text stands still until a snapshot is read. */
  isBehind: boolean
  /** The frame (of {@link LiveState.frames}) in which it was first seen. */
  bornAt: number
}

export interface LiveState {
  epoch: string | null
  seq: number
  /** Frames applied since the page was opened. */
  frames: number
  counters: Counters | null
  /** By turn. */
  streams: Record<string, LiveStream>
  /** Turns whose answer ended, newest last: a late snapshot must not bring them back. */
  finished: string[]
  /** Who is typing, by conversation. */
  typing: Record<string, string>
}

/** What has to be read again because of a frame. */
export interface LiveEffects {
  /** Everything: the subscription is new or has a hole. */
  isReset: boolean
  /** The streams of these conversations. */
  gaps: string[]
}

const FINISHED_KEPT = 200

export const initialLiveState: LiveState = { epoch: null, seq: 0, frames: 0, counters: null, streams: {}, finished: [], typing: {} }

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  if (!(key in record)) return record
  const { [key]: _gone, ...rest } = record
  return rest
}

function withStream(state: LiveState, stream: LiveStream): LiveState {
  return { ...state, streams: { ...state.streams, [stream.turnId]: stream } }
}

function finish(state: LiveState, turnId: string): LiveState {
  if (state.finished.includes(turnId)) return state
  return { ...state, finished: [...state.finished, turnId].slice(-FINISHED_KEPT) }
}

function applyDelta(state: LiveState, event: Extract<LiveEvent, { type: 'stream.delta' }>, gaps: Set<string>): LiveState {
  const stream = state.streams[event.turnId]
  if (!stream) {
    // The start of this answer was missed; one that has ended is of no interest any more.
    if (!state.finished.includes(event.turnId)) gaps.add(event.conversationId)
    return state
  }
  if (event.from > stream.text.length) {
    gaps.add(event.conversationId)
    return stream.isBehind ? state : withStream(state, { ...stream, isBehind: true })
  }
  const fresh = event.text.slice(stream.text.length - event.from)
  return fresh === '' ? state : withStream(state, { ...stream, text: stream.text + fresh })
}

function applyEvent(state: LiveState, event: LiveEvent, gaps: Set<string>): LiveState {
  switch (event.type) {
    case 'stream.started': {
      const known = state.streams[event.stream.turnId]
      if (state.finished.includes(event.stream.turnId) || (known && known.text.length >= event.stream.text.length)) return state
      return withStream(state, { ...event.stream, isEnded: false, isBehind: false, bornAt: state.frames })
    }
    case 'stream.delta':
      return applyDelta(state, event, gaps)
    case 'stream.tool': {
      const stream = state.streams[event.turnId]
      return stream ? withStream(state, { ...stream, tool: event.tool }) : state
    }
    case 'stream.ended': {
      const ended = finish(state, event.turnId)
      const stream = ended.streams[event.turnId]
      if (!stream) return ended
      // With nothing to replace it, the bubble goes; else it waits for its message, so nothing flickers.
      if (event.messageIds.length === 0) return { ...ended, streams: without(ended.streams, event.turnId) }
      return withStream(ended, { ...stream, isEnded: true, tool: null })
    }
    case 'message.changed': {
      const { turnId, author, conversationId } = event.message
      const typing = author === 'customer' ? without(state.typing, conversationId) : state.typing
      // What is said instead of an answer that failed ends its bubble as well.
      const stream = turnId === null || author === 'customer' ? undefined : state.streams[turnId]
      if (!stream || turnId === null) return typing === state.typing ? state : { ...state, typing }
      return finish({ ...state, typing, streams: without(state.streams, turnId) }, turnId)
    }
    case 'typing':
      return {
        ...state,
        typing: event.isTyping ? { ...state.typing, [event.conversationId]: event.who } : without(state.typing, event.conversationId),
      }
    case 'counters':
      return { ...state, counters: event.counters }
    default:
      return state
  }
}

/** One frame. Pure: the same state and frame always give the same result. */
export function applyFrame(state: LiveState, frame: LiveFrame): { state: LiveState; effects: LiveEffects } {
  const isReset = frame.isReset || frame.epoch !== state.epoch || frame.seq !== state.seq + 1
  let next: LiveState = { ...state, epoch: frame.epoch, seq: frame.seq, frames: state.frames + 1 }
  if (isReset) {
    const isSameHub = frame.epoch === state.epoch
    // Answers of a hub that is gone are gone too; those of the same hub stand still until re-read.
    const streams = isSameHub ? Object.fromEntries(Object.entries(state.streams).map(([id, s]) => [id, { ...s, isBehind: true }])) : {}
    next = { ...next, streams, typing: {}, finished: isSameHub ? state.finished : [], counters: isSameHub ? state.counters : null }
  }
  const gaps = new Set<string>()
  for (const event of frame.events) next = applyEvent(next, event, gaps)
  return { state: next, effects: { isReset, gaps: [...gaps] } }
}

/**
 * The streams of one conversation as the hub read them. `sinceFrame` is the number of frames that
 * had been applied when the read began: what was first seen later is newer than the snapshot.
 */
export function applySnapshot(state: LiveState, conversationId: string, snapshot: Stream[], sinceFrame: number): LiveState {
  const present = new Set(snapshot.map((stream) => stream.turnId))
  const streams: Record<string, LiveStream> = {}
  for (const [turnId, stream] of Object.entries(state.streams)) {
    const isForeign = stream.conversationId !== conversationId
    if (isForeign || present.has(turnId) || stream.bornAt > sinceFrame || stream.isEnded) streams[turnId] = stream
  }
  for (const stream of snapshot) {
    if (state.finished.includes(stream.turnId)) continue
    const known = streams[stream.turnId]
    // Text only ever grows: a snapshot that is older than the deltas does not take any back.
    const text = known && known.text.length > stream.text.length ? known.text : stream.text
    streams[stream.turnId] = { ...stream, text, isEnded: false, isBehind: false, bornAt: known?.bornAt ?? state.frames }
  }
  return { ...state, streams }
}
