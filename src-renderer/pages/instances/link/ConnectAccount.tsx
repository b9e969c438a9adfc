import { Loader } from '@mantine/core'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { ConnectedAs } from './ConnectedAs.tsx'
import { ConnectProblem } from './ConnectProblem.tsx'
import type { ConnectProps } from './connect-props.ts'
import classes from './link.module.css'
import { TestMessage } from './TestMessage.tsx'
import { useConnect } from './use-connect.ts'

/** After an error its settings have to be looked at first. */
const ASKS_IN = ['disconnected'] as const

/** An account that needs no phone: it connects by its settings, or says why it cannot. */
export function ConnectAccount({ instanceName, isAutomatic, offersTest, whenConnected, whenNot }: ConnectProps) {
  const { t } = useTranslation('accounts')
  const { connection, error, isPending, isOver, connect } = useConnect(instanceName, isAutomatic, ASKS_IN)

  if (connection?.state === 'connected')
    return (
      <ConnectedAs instanceName={instanceName} connection={connection} action={whenConnected}>
        {offersTest === true && <TestMessage instanceName={instanceName} />}
      </ConnectedAs>
    )
  if (!isPending && (error || connection?.state === 'error' || isOver)) {
    return (
      <>
        <ConnectProblem error={error} message={connection?.message ?? null} onRetry={connect} />
        {whenNot}
      </>
    )
  }
  return (
    <>
      <div className={classes.reaching} role="status">
        <Loader size="sm" aria-hidden />
        <p>{connection?.message ? hubText(connection.message) : t('state_connecting')}</p>
      </div>
      {whenNot}
    </>
  )
}
