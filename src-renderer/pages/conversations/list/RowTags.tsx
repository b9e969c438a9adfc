import { IconAlertTriangle, IconCircleX, IconDeviceMobile, IconHandStop, IconUser } from '@tabler/icons-react'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { AccountName } from '../../../components/AccountName.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { LabelChip } from '../label/LabelChip.tsx'
import { useLabels } from '../label/queries.ts'
import classes from './list.module.css'

const ATTENTION_ICONS = { failed: IconCircleX, unknown: IconAlertTriangle }
/** As many as fit on one line of the list. */
const LABELS_SHOWN = 2

/** The last line of a row: who has it, what is wrong with it, its labels, its account. Nothing when there is nothing to say. */
export function RowTags({ conversation, showInstance }: { conversation: Conversation; showInstance: boolean }) {
  const { t } = useTranslation('conversations')
  const all = useLabels()
  const { owner, draftId, attention } = conversation
  const labels = all.filter(({ id }) => conversation.labels?.includes(id)).slice(0, LABELS_SHOWN)
  const isWaiting = owner.kind === 'waiting' || draftId !== null
  const isOnPhone = owner.reason === 'phone'
  const PersonIcon = isOnPhone ? IconDeviceMobile : IconUser
  const AttentionIcon = attention === 'none' ? null : ATTENTION_ICONS[attention]
  if (owner.kind !== 'person' && !isWaiting && AttentionIcon === null && labels.length === 0 && !showInstance) return null
  return (
    <span className={classes.tags}>
      {owner.kind === 'person' && (
        <span className={classes.attention} data-kind="person">
          <PersonIcon size={13} stroke={2.25} aria-hidden />
          <bdi className={classes.tagName}>{owner.name ?? t(isOnPhone ? 'inbox.onPhone' : 'inbox.somebody')}</bdi>
        </span>
      )}
      {isWaiting && (
        <span className={classes.attention} data-kind="waiting">
          <IconHandStop size={13} stroke={2.25} aria-hidden />
          {t('inbox.owner_waiting')}
        </span>
      )}
      {attention !== 'none' && AttentionIcon && (
        <span className={classes.attention} data-kind={attention}>
          <AttentionIcon size={13} stroke={2.25} aria-hidden />
          {t(`attention_${attention}`)}
        </span>
      )}
      {labels.map((label) => (
        <LabelChip key={label.id} label={label} />
      ))}
      {showInstance && (
        <span className={classes.instance}>
          <AccountName of={conversation.instanceName} />
        </span>
      )}
    </span>
  )
}
