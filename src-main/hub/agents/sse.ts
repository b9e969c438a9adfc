/**
 * Server-sent events, read from a body that may break off at any byte: the one path for every back
 * end that streams. Bounded in the length of a line and of the whole.
 */
import { createParser } from 'eventsource-parser'

/** One event of a model is a few hundred bytes; a whole answer in one event may be long. */
export const MAX_EVENT_CHARACTERS = 2 * 1024 * 1024
export const MAX_STREAM_BYTES = 32 * 1024 * 1024

export interface SseEvent {
  /** Of the `event:` line; null without one. */
  name: string | null
  data: string
  /** The stream ended in the middle of this one: it may be half of what was meant. */
  isTail: boolean
}

/** The agent sent more than anyone would read; nothing of it is to be used. */
export class StreamTooLarge extends Error {}

/** Rejects with what broke the body, or {@link StreamTooLarge}. Leaving the loop hangs up. */
export async function* readSse(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent, void> {
  let ready: SseEvent[] = []
  let isTail = false
  let isTooLarge = false
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: ({ event, data }) => ready.push({ name: event ?? null, data, isTail }),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') isTooLarge = true
    },
  })
  const decoder = new TextDecoder()
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    parser.feed(decoder.decode(chunk, { stream: true }))
    if (isTooLarge || size > MAX_STREAM_BYTES) throw new StreamTooLarge()
    // Most chunks are one event: no array is made for those that are none.
    if (ready.length === 0) continue
    const events = ready
    ready = []
    yield* events
  }
  // Some servers leave out the empty line after their last event.
  isTail = true
  parser.feed(`${decoder.decode()}\n\n`)
  yield* ready
}
