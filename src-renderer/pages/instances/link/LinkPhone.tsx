import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { ConnectedAs } from './ConnectedAs.tsx'
import { ConnectProblem } from './ConnectProblem.tsx'
import type { ConnectProps } from './connect-props.ts'
import { ForeignWebhook } from './ForeignWebhook.tsx'
import classes from './link.module.css'
import { PairingCode } from './PairingCode.tsx'
import { QrCode } from './QrCode.tsx'
import { useConnect } from './use-connect.ts'

const ASKS_IN = ['disconnected', 'error'] as const

/** From "not linked" to "connected", with everything that can go wrong said in words. */
export function LinkPhone({ instanceName, isAutomatic, whenConnected, whenNot }: ConnectProps) {
  const { t } = useTranslation('accounts')
  // It ended: the code was not scanned in time. Nothing failed, but nothing continues automatically.
  const { connection, error, isPending, isOver, connect, replace } = useConnect(instanceName, isAutomatic, ASKS_IN)

  if (connection?.state === 'connected') return <ConnectedAs instanceName={instanceName} connection={connection} action={whenConnected} />
  if (connection?.foreignWebhook != null) {
    return (
      <>
        <ForeignWebhook connection={connection} isPending={isPending} onReplace={replace} />
        {whenNot}
      </>
    )
  }
  if (!isPending && (error || connection?.state === 'error' || isOver)) {
    return (
      <>
        <ConnectProblem error={error} message={connection?.message ?? null} isOver={isOver} onRetry={connect} />
        {whenNot}
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
        {whenNot}
      </div>
    </div>
  )
}
