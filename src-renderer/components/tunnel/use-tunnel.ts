import { useMutation } from '@tanstack/react-query'
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'

/** Puts what a call returned wherever the tunnel is shown. */
export function recordTunnel(status: TunnelStatus): void {
  queryClient.setQueryData(api.tunnel.status.queryKey(), status)
}

/** Switches it on or off. What becomes of it arrives by the live subscription. */
export function useTurnTunnel(onError: (error: unknown) => void) {
  return useMutation(api.tunnel.turn.mutationOptions({ onSuccess: recordTunnel, onError }))
}
