import type { ClientLink } from '@orpc/client'

export type HubLink = ClientLink<Record<never, never>>

/** One open way to the hub. It is never repaired: when it closes, a new one is opened. */
export interface Wire {
  link: HubLink
  /** Settles once, when the way is gone. */
  closed: Promise<void>
  close(): void
}

export type OpenWire = () => Promise<Wire>

/** The hub is there but does not know this browser (any more): only a new link helps. */
export class SessionLostError extends Error {
  constructor() {
    super('The session of this browser has ended.')
    this.name = 'SessionLostError'
  }
}

/** No way to the hub at the moment. Nothing was asked of it. */
export class HubUnavailableError extends Error {
  constructor() {
    super('Omni is not reachable at the moment.')
    this.name = 'HubUnavailableError'
  }
}
