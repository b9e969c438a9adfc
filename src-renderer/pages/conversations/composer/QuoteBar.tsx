import { CloseButton } from '@mantine/core'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useAuthorName } from '../bubble/use-author-name.ts'
import { useGist } from '../bubble/use-gist.ts'
import classes from './composer.module.css'

/** What the reply will quote. */
export function QuoteBar({ message, onDrop }: { message: Message; onDrop: () => void }) {
  const { t } = useTranslation('conversations')
  const name = useAuthorName(message)
  const gist = useGist(message)
  return (
    <div className={classes.quote}>
      <span className={classes.quoteLines}>
        <bdi className={classes.quoteName}>{t('composer.quoting', { name })}</bdi>
        <bdi className={classes.quoteText}>{gist}</bdi>
      </span>
      <CloseButton size="sm" aria-label={t('composer.stopQuoting')} onClick={onDrop} />
    </div>
  )
}
