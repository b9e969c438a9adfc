import { Skeleton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Instance, InstanceActivity } from '../../../../src-shared/contract/instances.ts'
import { AnsweringSwitch } from '../../../components/answering/AnsweringSwitch.tsx'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import { ConnectionState } from '../../../components/ConnectionState.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { useChannelLabel } from '../../../components/use-channel-types.ts'
import { useNow } from '../../../components/use-now.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './card.module.css'
import { ailmentsOf } from './health.ts'
import { InstanceMenu } from './InstanceMenu.tsx'
import { Sparkline } from './Sparkline.tsx'

interface InstanceCardProps {
  instance: Instance
  /** Undefined until it was counted. */
  activity: InstanceActivity | undefined
}

export function InstanceCard({ instance, activity }: InstanceCardProps) {
  const { t } = useTranslation('accounts')
  const channelLabel = useChannelLabel()
  const now = useNow()
  const { name, displayName, channel, provider, connection } = instance
  const isConnected = connection.state === 'connected'
  const ailments = ailmentsOf(instance, activity, now)
  const received = activity?.hours.reduce((sum, hour) => sum + hour.received, 0)
  return (
    <article className={classes.card} aria-label={displayName} data-state={connection.state}>
      <div className={classes.head}>
        <ChannelMark channel={channel} size={40} />
        <div className={classes.title}>
          <h2 className={classes.name}>
            {/* The link covers the card; the menu stands above it. */}
            <Link href={`/instances/${name}`} className={classes.link}>
              <bdi>{displayName}</bdi>
            </Link>
          </h2>
          <p className={classes.kind}>{channelLabel(channel, provider)}</p>
        </div>
        <InstanceMenu instance={instance} />
      </div>
      <div className={classes.state}>
        <p className={classes.stateLine}>
          <ConnectionState instance={instance} />
          {!isConnected && (
            <span className={classes.since}>
              · <TimeText iso={connection.since} />
            </span>
          )}
        </p>
        {!isConnected && connection.message && <p className={classes.message}>{hubText(connection.message)}</p>}
        {ailments.map((ailment) => (
          <p key={ailment.kind} className={classes.ailment}>
            <IconAlertTriangle size={14} stroke={2} aria-hidden />
            {ailment.kind === 'note' && hubText(ailment.message)}
            {ailment.kind === 'unanswered' && t('cards.unanswered', { count: ailment.count })}
            {ailment.kind === 'agentFailing' && t('cards.agentFailing')}
            {ailment.kind === 'webhookSilent' && t('cards.webhookSilent')}
          </p>
        ))}
      </div>
      <div className={classes.answering}>
        <AnsweringSwitch instanceName={name} />
      </div>
      <div className={classes.activity}>
        {activity ? <Sparkline hours={activity.hours} /> : <Skeleton height={36} />}
        <p className={`num ${classes.received}`}>{received !== undefined && t('cards.received', { count: received })}</p>
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
