import { ActionIcon, Skeleton, Tooltip } from '@mantine/core'
import { IconLayoutSidebarRight, IconRobot } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { Avatar } from '../../../components/Avatar.tsx'
import { useAccountName } from '../../../components/use-account-name.ts'
import { useChannelName } from '../../../components/use-channel-types.ts'
import { phoneText } from '../../../format/phone.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useTyping } from '../../../stores/live/store.ts'
import { TakeOver } from '../owner/TakeOver.tsx'
import classes from './thread.module.css'

function Facts({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation(['conversations', 'accounts'])
  const channelName = useChannelName()
  const accountName = useAccountName()
  const typing = useTyping(conversation.id)
  if (typing) return <span className={classes.typing}>{t('typing', { who: typing })}</span>
  const facts = [
    conversation.channel === 'simulator' ? t('simulated') : null,
    conversation.phoneNumber === null ? null : phoneText(conversation.phoneNumber),
    conversation.kind === 'direct' ? null : t(`kind_${conversation.kind}`),
    conversation.channel === 'simulator' ? null : channelName(conversation.channel),
    accountName(conversation.instanceName),
  ]
  return (
    <span className="num">
      {facts
        .filter((fact) => fact !== null)
        .map((fact, index) => (
          <Fragment key={fact}>
            {index > 0 && ' · '}
            <span className={classes.fact}>{fact}</span>
          </Fragment>
        ))}
    </span>
  )
}

/** Where there is room for a pane about the person. */
export interface PersonToggle {
  isShown: boolean
  show: (isShown: boolean) => void
}

interface ThreadHeaderProps {
  conversation: Conversation | undefined
  person?: PersonToggle | undefined
}

export function ThreadHeader({ conversation, person }: ThreadHeaderProps) {
  const { t } = useTranslation('conversations')
  if (!conversation) {
    return (
      <header className={classes.header}>
        <Skeleton circle height={36} width={36} />
        <Skeleton height={14} width={180} />
      </header>
    )
  }
  return (
    <header className={classes.header}>
      <Avatar name={conversation.name} url={conversation.avatarUrl} />
      <div className={classes.who}>
        <h2 className={classes.name}>
          <bdi>{conversation.name}</bdi>
        </h2>
        <p className={classes.facts}>
          <Facts conversation={conversation} />
        </p>
      </div>
      <Tooltip label={t('whoAnswers')}>
        <ActionIcon component={Link} href={`/instances/${conversation.instanceName}/agent`} aria-label={t('whoAnswers')}>
          <IconRobot size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      {conversation.owner.kind !== 'person' && <TakeOver conversationId={conversation.id} />}
      {person && (
        <Tooltip label={t(person.isShown ? 'person.hide' : 'person.show')}>
          <ActionIcon
            aria-label={t(person.isShown ? 'person.hide' : 'person.show')}
            aria-expanded={person.isShown}
            onClick={() => person.show(!person.isShown)}
          >
            <IconLayoutSidebarRight size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      )}
    </header>
  )
}
