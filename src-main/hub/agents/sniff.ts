/**
 * What the body of an answer is, by its first bytes and not by its label: servers send events as
 * plain text, as JSON or without a label, and JSON as events.
 */

import { parseObject } from './json.ts'

export type Form = 'sse' | 'lines' | 'body'

/** A line that takes longer than this to end is not an event of a stream. */
const MAX_LOOK_BYTES = 64 * 1024

/** Rejects with what broke the body. `bytes` is all of it, once. */
export async function sniff(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<{ form: Form; bytes: AsyncIterable<Uint8Array> }> {
  const isCalledEvents = /^text\/event-stream\b/i.test(contentType)
  const rest = body[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  while (true) {
    const next = await rest.next()
    const isEnd = next.done === true
    if (!isEnd) {
      seen.push(next.value)
      size += next.value.byteLength
      text += decoder.decode(next.value, { stream: true })
    }
    const form = formOf(text, isEnd, isCalledEvents) ?? (size > MAX_LOOK_BYTES ? 'body' : null)
    if (form !== null) return { form, bytes: replay(seen, rest) }
  }
}

/** Null: more of it has to be seen. */
export function formOf(text: string, isEnd: boolean, isCalledEvents: boolean): Form | null {
  const start = text.trimStart()
  const byLabel = isCalledEvents ? 'sse' : 'body'
  if (start === '') return isEnd ? byLabel : null
  if (/^(data|event|id|retry)?[:\r\n]/.test(start)) return 'sse'
  if (start.startsWith('{')) return formOfObject(start, isEnd)
  if (/^["[<]/.test(start)) return 'body'
  const mayBecomeField = ['data', 'event', 'id', 'retry'].some((field) => field.startsWith(start))
  return mayBecomeField && !isEnd ? null : byLabel
}

/** One object, or one on each line (Ollama's own form). */
function formOfObject(text: string, isEnd: boolean): Form | null {
  const end = text.search(/[\r\n]/)
  if (end === -1) return isEnd ? 'body' : null
  if (parseObject(text.slice(0, end)) === null) return 'body'
  const next = text.slice(end).trimStart()
  if (next === '') return isEnd ? 'body' : null
  return next.startsWith('{') ? 'lines' : 'body'
}

async function* replay(seen: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* seen
    while (true) {
      const next = await rest.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // Leaving early hangs up.
    await rest.return?.()
  }
}
