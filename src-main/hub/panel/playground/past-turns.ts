/** The turns of a conversation as they went, to be run again against another agent. */
import type { PastTurn } from '../../../../src-shared/contract/playground.ts'
import type { StorageReads } from '../../storage/port.ts'
import { saidInTurn } from '../said-in-turn.ts'

const TURNS = 50

export async function pastTurns(
  storage: Pick<StorageReads, 'listTraces' | 'turnMessages' | 'turnDeliveries'>,
  conversationId: string,
): Promise<PastTurn[]> {
  const { items } = await storage.listTraces({ conversationId }, { limit: TURNS })
  // The messages of a merged turn belong to the one that it was answered with.
  const turns = items.filter((turn) => turn.state !== 'merged' && turn.stopCode !== 'own_message').reverse()
  const past = await Promise.all(
    turns.map(async (turn): Promise<PastTurn> => {
      const said = await saidInTurn(storage, turn.id)
      return { traceId: turn.id, at: turn.receivedAt, ...said, state: turn.state }
    }),
  )
  return past.filter((turn) => turn.customer.length > 0)
}
