import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import { ConnectionState } from '../../../components/ConnectionState.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { useChannelLabel } from '../../../components/use-channel-types.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import classes from './card.module.css'
import { InstanceMenu } from './InstanceMenu.tsx'

export function InstanceCard({ instance }: { instance: Instance }) {
  const { t } = useTranslation('instances')
  const channelLabel = useChannelLabel()
  const { name, channel, provider, connection } = instance
  return (
    <article className={classes.card} aria-label={name} data-state={connection.state}>
      <div className={classes.head}>
        <ChannelMark channel={channel} size={40} />
        <div className={classes.title}>
          <h2 className={classes.name}>
            {/* The link covers the card; the menu stands above it. */}
            <Link href={`/instances/${name}`} className={classes.link}>
              {name}
            </Link>
          </h2>
          <p className={classes.kind}>{channelLabel(channel, provider)}</p>
        </div>
        <InstanceMenu instance={instance} />
      </div>
      <div className={classes.state}>
        <ConnectionState instance={instance} />
        {connection.message && <p className={classes.message}>{hubText(connection.message)}</p>}
      </div>
      <div className={classes.foot}>
        <span>
          {instance.lastMessageAt ? (
            <>
              {t('lastMessage')} <TimeText iso={instance.lastMessageAt} />
            </>
          ) : (
            t('noMessage')
          )}
        </span>
        {!instance.isActive && <span className={classes.tag}>{t('inactive')}</span>}
        {instance.isDefault && <span className={classes.tag}>{t('isDefault')}</span>}
      </div>
    </article>
  )
}
