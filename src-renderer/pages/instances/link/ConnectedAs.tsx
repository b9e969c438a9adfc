import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../../../src-shared/contract/instances.ts'
import { AccountPicture } from '../../../components/AccountPicture.tsx'
import { accountText } from '../../../format/account.ts'
import classes from './link.module.css'

interface ConnectedAsProps {
  instanceName: string
  connection: Connection
  action: ReactNode
}

/** Who one is connected as: picture, name and number, so that a wrong phone is noticed at once. */
export function ConnectedAs({ instanceName, connection, action }: ConnectedAsProps) {
  const { t } = useTranslation('instances')
  const { account, profileName } = connection
  const name = profileName ?? (account === null ? null : accountText(account))
  return (
    <div className={classes.connected} role="status">
      <AccountPicture instanceName={instanceName} connection={connection} size={88} />
      <p className={classes.connectedState}>
        <IconCircleCheck size={18} stroke={1.75} aria-hidden />
        {t('connectedTitle')}
      </p>
      {name !== null && <h2 className={classes.connectedName}>{name === profileName ? t('stateConnectedAs', { name }) : name}</h2>}
      {account !== null && profileName !== null && <p className={`num ${classes.connectedAccount}`}>{accountText(account)}</p>}
      <p className={classes.connectedText}>{t('connectedText')}</p>
      {action}
    </div>
  )
}
