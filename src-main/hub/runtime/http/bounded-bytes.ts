import type { HttpAnswer } from './call.ts'

/**
 * The body of an answer in memory; null for one of more than `maxBytes`. The rest of it is not read, and the
 * connection is closed. `chunks`: the body, where something has looked at its beginning already.
 */
export async function boundedBytes(
  answer: HttpAnswer,
  maxBytes: number,
  chunks: AsyncIterable<Uint8Array> = answer,
): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(answer.header('content-length') ?? 0) > maxBytes) {
    answer.hangUp()
    return null
  }
  return boundedBody(chunks, maxBytes)
}

/** All of it in memory; null for more than `maxBytes`, of which the rest is not read. */
export async function boundedBody(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer<ArrayBuffer> | null> {
  const kept: Uint8Array[] = []
  let size = 0
  // Leaving the loop early hangs up.
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    kept.push(chunk)
  }
  return Buffer.concat(kept)
}
