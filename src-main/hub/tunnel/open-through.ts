/** One tunnel: the listener on this computer, and the provider's way to it. Both are closed together. */
import type { Logger } from '../observe/logger.ts'
import type { Timers } from '../runtime/timers.ts'
import type { ListenerParts, OpenListener } from './listener-port.ts'
import type { OpenTunnel, TunnelProvider } from './port.ts'
import type { SetupStore } from './setup-store.ts'

const LOOPBACK = { host: '127.0.0.1', port: 0 }

interface Parts extends Pick<ListenerParts, 'proofs' | 'onCall' | 'onFull'> {
  store: SetupStore
  log: Logger
  timers: Timers
  signal: AbortSignal
  openListener: OpenListener
  onQuota(quota: { used: number; limit: number; what: string }): void
}

/** Rejects as the provider or the listener does; nothing is left open then. */
export async function openThrough(provider: TunnelProvider, parts: Parts): Promise<OpenTunnel> {
  const { store, log, timers, signal, proofs, onCall, onFull, openListener, onQuota } = parts
  const settings = store.readyFor(provider)
  const listener = await openListener({ ...(provider.listenAt?.(settings) ?? LOOPBACK), proofs, onCall, onFull })
  try {
    const tunnel = await provider.open({
      target: listener.target,
      settings,
      secrets: store.secretsOf(provider),
      log: log.child({ tunnel: provider.type.id }),
      timers,
      signal,
      saveSettings: (patch) => store.keepSettings(provider.type.id, patch),
    })
    listener.answerTo(tunnel.publicUrl)
    tunnel.onQuota?.(onQuota)
    return {
      publicUrl: tunnel.publicUrl,
      isProvenFromHere: tunnel.isProvenFromHere,
      isOnlyHere: tunnel.isOnlyHere,
      closed: tunnel.closed,
      async close() {
        await tunnel.close()
        await listener.close()
      },
    }
  } catch (error) {
    await listener.close()
    throw error
  }
}
