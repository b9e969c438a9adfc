import { create } from 'zustand'

/** The truth about this panel's own way to the hub. */
export type HubPhase = 'connecting' | 'open' | 'reconnecting' | 'session-lost'

interface HubStatus {
  phase: HubPhase
  /** When this phase began, in epoch milliseconds: what is on screen is as old as this. */
  since: number
}

export const useHubStatus = create<HubStatus>(() => ({ phase: 'connecting', since: Date.now() }))

export function reportPhase(phase: HubPhase): void {
  if (useHubStatus.getState().phase !== phase) useHubStatus.setState({ phase, since: Date.now() })
}
