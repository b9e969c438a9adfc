/**
 * People first: while a person's message waits to leave a conversation, no other message begins to leave there. What
 * is at the platform already is let finish: one message of a conversation is on the wire at a time.
 */

export interface RightOfWay {
  /** A person is writing there, from this moment on. To be given up once the message has left, or will not. */
  claim(conversationId: string): () => void
  isClaimed(conversationId: string): boolean
  /** Resolves when nobody has a claim there any more, or the signal is aborted. */
  whenClear(conversationId: string, signal: AbortSignal): Promise<void>
  /** Runs `send` once the wire is free. Null, and nothing was sent, when `mayBegin` says no by then. */
  onWire<T>(conversationId: string, mayBegin: () => boolean, send: () => Promise<T>): Promise<T | null>
}

interface Way {
  claims: number
  waiters: Set<() => void>
  /** Settles when what is on the wire, and what waits for it, has left. */
  wire: Promise<unknown>
  users: number
}

export function createRightOfWay(): RightOfWay {
  const ways = new Map<string, Way>()

  function enter(conversationId: string): Way {
    const way = ways.get(conversationId) ?? { claims: 0, waiters: new Set(), wire: Promise.resolve(), users: 0 }
    ways.set(conversationId, way)
    way.users += 1
    return way
  }
  function leave(conversationId: string, way: Way): void {
    way.users -= 1
    if (way.users === 0) ways.delete(conversationId)
  }

  const isClaimed = (conversationId: string) => (ways.get(conversationId)?.claims ?? 0) > 0

  return {
    isClaimed,
    claim(conversationId) {
      const way = enter(conversationId)
      way.claims += 1
      let isGivenUp = false
      return () => {
        if (isGivenUp) return
        isGivenUp = true
        way.claims -= 1
        if (way.claims === 0) for (const go of [...way.waiters]) go()
        leave(conversationId, way)
      }
    },
    async whenClear(conversationId, signal) {
      while (isClaimed(conversationId) && !signal.aborted) {
        const way = enter(conversationId)
        await new Promise<void>((resolve) => {
          const go = () => {
            way.waiters.delete(go)
            signal.removeEventListener('abort', go)
            resolve()
          }
          way.waiters.add(go)
          signal.addEventListener('abort', go, { once: true })
        })
        leave(conversationId, way)
      }
    },
    async onWire(conversationId, mayBegin, send) {
      const way = enter(conversationId)
      const turn = way.wire.then(() => (mayBegin() ? send() : null))
      way.wire = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        leave(conversationId, way)
      }
    },
  }
}
