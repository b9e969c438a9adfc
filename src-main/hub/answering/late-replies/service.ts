/**
 * Answers that come later, by a call of the agent's own with a one-time token. What is expected is in
 * the database, so that a reply finds its turn after a restart; only the token's hash is kept.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { LateReplies } from '../../agents/port.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'

export interface AgentReplies extends LateReplies {
  /** Does anybody wait for a reply with this token? Cheap: strangers ask, too. */
  isAwaited(token: string): Promise<boolean>
  /** A reply came. False: nobody waits for it (any more). Resolves when it is durable. */
  take(token: string, body: unknown): Promise<boolean>
}

interface Options {
  storage: Pick<Storage, 'saveLateReply' | 'acceptLateReply' | 'takeLateReply' | 'removeLateReply' | 'getLateReply' | 'isLateReplyAwaited'>
  address: (token: string) => string
  now: () => number
  timers: Timers
}

export function createAgentReplies({ storage, address, now, timers }: Options): AgentReplies {
  const waiting = new Map<string, (body: unknown) => void>()
  const iso = (ms: number) => new Date(ms).toISOString()
  const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

  return {
    async open(turnId, instanceName, validMs) {
      const known = await storage.getLateReply(turnId)
      if (known?.isAccepted === true && Date.parse(known.expiresAt) > now()) return null
      const token = randomBytes(32).toString('base64url')
      const at = now()
      await storage.saveLateReply(
        { turnId, instanceName, tokenHash: hashOf(token), isAccepted: false, expiresAt: iso(at + validMs), reply: null },
        iso(at),
      )
      return { url: address(token) }
    },
    accepted: (turnId) => storage.acceptLateReply(turnId),

    async wait(turnId, signal) {
      let cancel = () => {}
      let give = (_body: unknown) => {}
      const onAbort = () => give(null)
      // Listening first: a reply that comes while the row is read is not missed.
      const given = new Promise<unknown>((resolve) => {
        give = resolve
        waiting.set(turnId, resolve)
      })
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        const known = await storage.getLateReply(turnId)
        if (known === null || signal.aborted) return null
        if (known.reply !== null) return known.reply.body
        cancel = timers.after(Math.max(0, Date.parse(known.expiresAt) - now()), () => give(null))
        return await given
      } finally {
        cancel()
        waiting.delete(turnId)
        signal.removeEventListener('abort', onAbort)
      }
    },
    close: (turnId) => storage.removeLateReply(turnId),

    isAwaited: (token) => storage.isLateReplyAwaited(hashOf(token), iso(now())),

    async take(token, body) {
      const taken = await storage.takeLateReply(hashOf(token), body, iso(now()))
      if (taken === null) return false
      waiting.get(taken.turnId)?.(body)
      return true
    },
  }
}
