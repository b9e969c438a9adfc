import { IconCircleCheckFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../../src-shared/contract/instances.ts'
import { AccountPicture } from '../../../components/AccountPicture.tsx'
import { accountText } from '../../../format/account.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { LetIn } from './LetIn.tsx'
import classes from './link.module.css'

interface ConnectedAsProps {
  instanceName: string
  connection: Connection
  action: ReactNode
  children?: ReactNode
}

/** Who one is connected as: picture, name and number, so that a wrong phone is noticed at once. */
export function ConnectedAs({ instanceName, connection, action, children }: ConnectedAsProps) {
  const { t } = useTranslation('accounts')
  const { account, profileName } = connection
  const name = profileName ?? (account === null ? null : accountText(account))
  return (
    <div className={classes.connected} role="status">
      <span className={classes.connectedPicture}>
        <AccountPicture instanceName={instanceName} connection={connection} size={96} />
        <IconCircleCheckFilled size={30} className={classes.connectedMark} aria-hidden />
      </span>
      <h2 className={classes.connectedName}>{name === null ? t('connectedTitle') : t('stateConnectedAs', { name })}</h2>
      {account !== null && profileName !== null && <p className={`num ${classes.connectedAccount}`}>{accountText(account)}</p>}
      <p className={classes.connectedText}>{connection.message === null ? t('connectedText') : hubText(connection.message)}</p>
      {connection.invite && <LetIn invite={connection.invite} />}
      {children}
      {action}
    </div>
  )
}
