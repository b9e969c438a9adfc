import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ConnectionState } from '../../../../src-shared/contract/instances.ts'
import { api } from '../../../hub/client.ts'
import { useWatchConnection } from './use-watch-connection.ts'

/**
 * Watches the connection and asks for it: once automatically if `isAutomatic` and it stands in one of
 * `asksIn`, and by `connect` as often as somebody wants.
 */
export function useConnect(instanceName: string, isAutomatic: boolean, asksIn: readonly ConnectionState[]) {
  const connection = useWatchConnection(instanceName)
  const { mutate, error, isPending, isSuccess } = useMutation(api.instances.connect.mutationOptions())
  const hasAsked = useRef(false)
  const state = connection?.state
  const mayAsk = isAutomatic && state !== undefined && asksIn.includes(state)

  useEffect(() => {
    if (!mayAsk || hasAsked.current) return
    hasAsked.current = true
    mutate({ name: instanceName })
  }, [mayAsk, instanceName, mutate])

  return {
    connection,
    error,
    isPending,
    /** It was asked for and has ended. */
    isOver: isSuccess && state === 'disconnected',
    connect: () => mutate({ name: instanceName }),
    /** Connects instead of the program that gets the messages now. */
    replace: () => mutate({ name: instanceName, replaceWebhook: true }),
  }
}
