import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import classes from './bubble.module.css'

export function Quote({ quote }: { quote: NonNullable<Message['quote']> }) {
  const { t } = useTranslation('conversations')
  return (
    <div className={classes.quote}>
      {quote.authorName && <span className={classes.quoteAuthor}>{t('replyTo', { name: quote.authorName })}</span>}
      <span className={classes.quoteText}>{quote.text}</span>
    </div>
  )
}
