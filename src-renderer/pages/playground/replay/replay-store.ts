import { create } from 'zustand'
import type { PastTurn } from '../../../../src-shared/contract/playground.ts'
import { type AgentChoice, askedAgent } from '../agent/choice.ts'
import { createRuns } from '../runs/runs.ts'

interface ReplayState {
  /** Null: the agent of the conversation's own instance, as it is. */
  choice: AgentChoice | null
  isRunning: boolean
}

export const useReplay = create<ReplayState>(() => ({ choice: null, isRunning: false }))
export const replayRuns = createRuns()

let round = 0

/** One after the other, each with what had been said before it then. */
export async function runTurns(turns: PastTurn[], instanceName: string): Promise<void> {
  round += 1
  const own = round
  replayRuns.stopAll()
  useReplay.setState({ isRunning: true })
  const agent = askedAgent(useReplay.getState().choice ?? { instanceName, draft: null })
  for (const { traceId } of turns) {
    await replayRuns.run(traceId, { source: { type: 'trace', traceId }, agent })
    if (own !== round) return
  }
  useReplay.setState({ isRunning: false })
}

export function stopTurns(): void {
  round += 1
  replayRuns.stopAll()
  useReplay.setState({ isRunning: false })
}

/** What one agent said tells nothing about another. */
export function chooseForReplay(choice: AgentChoice | null): void {
  stopTurns()
  replayRuns.clear()
  useReplay.setState({ choice })
}
