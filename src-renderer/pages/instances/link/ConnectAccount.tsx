import { Loader } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { ConnectedAs } from './ConnectedAs.tsx'
import { ConnectProblem } from './ConnectProblem.tsx'
import type { ConnectProps } from './connect-props.ts'
import classes from './link.module.css'
import { useWatchConnection } from './use-watch-connection.ts'

/** An account that needs no phone: it connects by its settings, or says why it cannot. */
export function ConnectAccount({ instanceName, isAutomatic, whenConnected, whenNot }: ConnectProps) {
  const { t } = useTranslation('instances')
  const connection = useWatchConnection(instanceName)
  const connect = useMutation(api.instances.connect.mutationOptions())
  const hasAsked = useRef(false)
  const state = connection?.state
  const { mutate } = connect

  useEffect(() => {
    if (!isAutomatic || hasAsked.current || state !== 'disconnected') return
    hasAsked.current = true
    mutate({ name: instanceName })
  }, [isAutomatic, instanceName, state, mutate])

  if (connection && state === 'connected') return <ConnectedAs instanceName={instanceName} connection={connection} action={whenConnected} />
  if (!connect.isPending && (connect.error || state === 'error' || (connect.isSuccess && state === 'disconnected'))) {
    return (
      <>
        <ConnectProblem error={connect.error} message={connection?.message ?? null} onRetry={() => mutate({ name: instanceName })} />
        <div className={classes.not}>{whenNot}</div>
      </>
    )
  }
  return (
    <>
      <div className={classes.reaching} role="status">
        <Loader size="sm" aria-hidden />
        <p>{connection?.message ? hubText(connection.message) : t('state_connecting')}</p>
      </div>
      <div className={classes.not}>{whenNot}</div>
    </>
  )
}
