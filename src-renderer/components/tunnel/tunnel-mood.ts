import type { ConnectionState } from '../../../src-shared/contract/instances.ts'
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'

export interface TunnelMood {
  /** The colour that an account in the same mood has. */
  dot: ConnectionState
  /** The end of the key of its words. */
  words: TunnelStatus['state'] | 'unproven' | 'unchecked' | 'onlyHere'
}

const DOTS = {
  off: 'disconnected',
  opening: 'connecting',
  proving: 'connecting',
  up: 'connected',
  retrying: 'pairing',
  failed: 'error',
} as const satisfies Record<TunnelStatus['state'], ConnectionState>

/** How it is with the tunnel, in one word: up is not all there is to it, as calls may not arrive. */
export function tunnelMood({ state, proof }: Pick<TunnelStatus, 'state' | 'proof'>): TunnelMood {
  if (state === 'proving' && (proof?.result === 'failed' || proof?.result === 'somebody_else')) return { dot: 'pairing', words: 'unproven' }
  if (state === 'up' && proof?.result === 'not_from_here') return { dot: 'pairing', words: 'unchecked' }
  if (state === 'up' && proof?.result === 'only_here') return { dot: 'pairing', words: 'onlyHere' }
  return { dot: DOTS[state], words: state }
}
