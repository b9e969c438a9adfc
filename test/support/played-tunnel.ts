/** A way to be reachable that the test plays: its public address is that of the listener itself. */
import { type OpenTunnel, TunnelError, type TunnelProvider } from '../../src-main/hub/tunnel/port.ts'

export interface PlayedTunnel {
  provider: TunnelProvider
  /** The only token that is accepted, from the next time on. */
  token: string
  /** The service says how much of the plan is used. */
  tellQuota(used: number, limit: number): void
}

export function playTunnel(): PlayedTunnel {
  let tell: Parameters<NonNullable<OpenTunnel['onQuota']>>[0] = () => undefined
  const played: PlayedTunnel = {
    token: 'right-token',
    tellQuota: (used, limit) => tell({ used, limit, what: 'requests' }),
    provider: {
      type: {
        id: 'played',
        name: 'Played',
        description: 'A service of the test.',
        fields: [{ name: 'token', label: 'Token', kind: 'secret', required: true }],
      },
      parseSettings: (settings) => settings,
      async open({ target, secrets }) {
        if (secrets['token'] !== played.token) throw new TunnelError('credentials', 'The token is not accepted.')
        const closed = Promise.withResolvers<TunnelError | null>()
        return {
          publicUrl: `http://${target.host}:${target.port}`,
          isProvenFromHere: true,
          closed: closed.promise,
          onQuota(told) {
            tell = told
          },
          close: async () => closed.resolve(null),
        }
      },
    },
  }
  return played
}
