import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { clockTime, exactTime } from '../../../format/time.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './bubble.module.css'

/** What people and the hub did with the conversation, between its messages. */
export function SystemLine({ message }: { message: Message }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const { event, text, sentAt } = message
  const by = event?.by ?? t('inbox.somebody')
  const sentence =
    event === null || event === undefined
      ? hubText(text)
      : event.type === 'took_over' && event.until !== null
        ? t('thread.takenOverUntil', { by, time: clockTime(event.until, locale) })
        : t(`inbox.event_${event.type}`, { by, time: event.until === null ? '' : clockTime(event.until, locale) })
  return (
    <div className={classes.system}>
      <span title={exactTime(sentAt, locale)}>
        <bdi>{sentence}</bdi>
      </span>
    </div>
  )
}
