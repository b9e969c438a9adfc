/** Holds outgoing frames back, in their order, while something is being written to disk. */
import type { DurableWrites } from './durable-writes.ts'

/** The WebSocket below Baileys, as far as it matters here. */
export interface RawSocket {
  send(data: Uint8Array, done?: (error?: Error) => void): void
  terminate(): void
}

/** `onFailure`: a write failed, so the frames that waited for it are not sent. The connection must end. */
export function gateFrames(socket: RawSocket, writes: DurableWrites, onFailure: (error: unknown) => void): void {
  const send = socket.send.bind(socket)
  let queue: Promise<void> | null = null
  socket.send = (data, done) => {
    if (queue === null && writes.pending === null) {
      send(data, done)
      return
    }
    const turn: Promise<void> = (queue ?? Promise.resolve())
      .then(() => writes.pending)
      .then(
        () => send(data, done),
        (error: unknown) => {
          done?.(error instanceof Error ? error : new Error(String(error)))
          onFailure(error)
        },
      )
      .then(() => {
        if (queue === turn) queue = null
      })
    queue = turn
  }
}
