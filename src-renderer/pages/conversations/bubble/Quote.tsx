import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { withoutTurningMarks } from '../../../../src-shared/turning-marks.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useThread } from '../thread/context.ts'
import classes from './bubble.module.css'

/** What a message answers; a click leads there. */
export function Quote({ quote }: { quote: NonNullable<Message['quote']> }) {
  const { t } = useTranslation('conversations')
  const { onQuote } = useThread()
  return (
    <button type="button" className={classes.quote} title={t('thread.toQuoted')} onClick={() => onQuote(quote.externalId)}>
      {quote.authorName && <bdi className={classes.quoteAuthor}>{t('replyTo', { name: quote.authorName })}</bdi>}
      <bdi className={classes.quoteText}>{withoutTurningMarks(quote.text) || '…'}</bdi>
    </button>
  )
}
