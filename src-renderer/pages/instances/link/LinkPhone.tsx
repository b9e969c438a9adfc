import { Alert, Button } from '@mantine/core'
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { api } from '../../../hub/client.ts'
import { problemOf } from '../../../hub/problem.ts'
import classes from './link.module.css'
import { PairingCode } from './PairingCode.tsx'
import { QrCode } from './QrCode.tsx'
import { useWatchConnection } from './use-watch-connection.ts'

interface LinkPhoneProps {
  instanceName: string
  /** Asks for a code as soon as it is shown, without a click. */
  isAutomatic: boolean
  /** What stands below the success message. */
  whenConnected: ReactNode
}

/** From "not linked" to "connected", with everything that can go wrong said in words. */
export function LinkPhone({ instanceName, isAutomatic, whenConnected }: LinkPhoneProps) {
  const { t } = useTranslation(['instances', 'errors', 'common'])
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

  if (state === 'connected') {
    return (
      <div className={classes.connected} role="status">
        <EmptyState
          icon={IconCircleCheck}
          title={t('instances:connectedTitle')}
          text={t('instances:connectedText')}
          action={whenConnected}
        />
      </div>
    )
  }
  const problem = connect.error ? problemOf(connect.error) : null
  // It was asked for and is over again: the code was not scanned in time. Nothing failed, but nothing goes on by itself.
  const isOver = connect.isSuccess && state === 'disconnected'
  const isStopped = !connect.isPending && (problem !== null || state === 'error' || isOver)
  const sentence = problem ? (problem.message ?? t(`errors:${problem.code}`)) : connection?.message
  if (isStopped) {
    return (
      <Alert color={isOver ? 'yellow' : 'red'} icon={<IconAlertCircle />} title={t('instances:problemTitle')} role="alert">
        <p className={classes.problem}>{sentence}</p>
        <p className={classes.problem}>{t('instances:problemKept')}</p>
        <Button variant="default" onClick={() => connect.mutate({ name: instanceName })}>
          {t(isOver ? 'instances:connect' : 'common:retry')}
        </Button>
      </Alert>
    )
  }
  return (
    <div className={classes.link}>
      <QrCode qr={connection?.qr ?? null} />
      <div className={classes.instructions}>
        <h2 className={classes.title}>{t('instances:qrTitle')}</h2>
        <ol className={classes.steps}>
          <li>{t('instances:qrStep1')}</li>
          <li>{t('instances:qrStep2')}</li>
          <li>{t('instances:qrStep3')}</li>
        </ol>
        {connection?.message && <p className={classes.hint}>{connection.message}</p>}
        <PairingCode instanceName={instanceName} code={connection?.qr?.pairingCode ?? null} />
      </div>
    </div>
  )
}
