/** One JSON text on each line, read as events: how Ollama streams, and n8n. */
import { MAX_EVENT_CHARACTERS, MAX_STREAM_BYTES, type SseEvent, StreamTooLarge } from './sse.ts'

/** Rejects with what broke the body, or {@link StreamTooLarge}. Leaving the loop hangs up. */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent, void> {
  const decoder = new TextDecoder()
  let rest = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split(/\r\n|\n|\r/)
    rest = lines.pop() ?? ''
    if (size > MAX_STREAM_BYTES || rest.length > MAX_EVENT_CHARACTERS) throw new StreamTooLarge()
    for (const data of lines) if (data.trim() !== '') yield { name: null, data, isTail: false }
  }
  const last = rest + decoder.decode()
  if (last.trim() !== '') yield { name: null, data: last, isTail: true }
}
