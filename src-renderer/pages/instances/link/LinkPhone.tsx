import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { ConnectedAs } from './ConnectedAs.tsx'
import { ConnectProblem } from './ConnectProblem.tsx'
import type { ConnectProps } from './connect-props.ts'
import classes from './link.module.css'
import { PairingCode } from './PairingCode.tsx'
import { QrCode } from './QrCode.tsx'
import { useWatchConnection } from './use-watch-connection.ts'

/** From "not linked" to "connected", with everything that can go wrong said in words. */
export function LinkPhone({ instanceName, isAutomatic, whenConnected, whenNot }: ConnectProps) {
  const { t } = useTranslation('instances')
  const connection = useWatchConnection(instanceName)
  const connect = useMutation(api.instances.connect.mutationOptions())
  const hasAsked = useRef(false)
  const state = connection?.state
  const { mutate } = connect

  useEffect(() => {
    if (!isAutomatic || hasAsked.current || (state !== 'disconnected' && state !== 'error')) return
    hasAsked.current = true
    mutate({ name: instanceName })
  }, [isAutomatic, instanceName, state, mutate])

  if (connection && state === 'connected') return <ConnectedAs instanceName={instanceName} connection={connection} action={whenConnected} />
  // It was asked for and is over again: the code was not scanned in time. Nothing failed, but nothing goes on by itself.
  const isOver = connect.isSuccess && state === 'disconnected'
  if (!connect.isPending && (connect.error || state === 'error' || isOver)) {
    return (
      <>
        <ConnectProblem
          error={connect.error}
          message={connection?.message ?? null}
          isOver={isOver}
          onRetry={() => mutate({ name: instanceName })}
        />
        <div className={classes.not}>{whenNot}</div>
      </>
    )
  }
  return (
    <div className={classes.link}>
      <QrCode qr={connection?.qr ?? null} />
      <div className={classes.instructions}>
        <h2 className={classes.title}>{t('qrTitle')}</h2>
        <ol className={classes.steps}>
          <li>{t('qrStep1')}</li>
          <li>{t('qrStep2')}</li>
          <li>{t('qrStep3')}</li>
        </ol>
        {connection?.message && <p className={classes.hint}>{hubText(connection.message)}</p>}
        <PairingCode instanceName={instanceName} code={connection?.qr?.pairingCode ?? null} />
        {whenNot && <div className={classes.not}>{whenNot}</div>}
      </div>
    </div>
  )
}
