import { create } from 'zustand'
import type { ConnectionPhase } from '../hub/connection.ts'

/** The truth about this panel's own connection to the hub. */
interface HubStatus {
  phase: ConnectionPhase
  /** When this phase began, in epoch milliseconds: what is on screen is as old as this. */
  since: number
}

export const useHubStatus = create<HubStatus>(() => ({ phase: 'connecting', since: Date.now() }))

export function reportPhase(phase: ConnectionPhase): void {
  if (useHubStatus.getState().phase !== phase) useHubStatus.setState({ phase, since: Date.now() })
}
