import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './security.module.css'

/** The words with their numbers. */
export function Words({ words }: { words: string[] }) {
  const { t } = useTranslation('security')
  return (
    <ol className={classes.words} aria-label={t('words')} translate="no">
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place, and may come twice.
        <li key={index} className={classes.word}>
          {word}
        </li>
      ))}
    </ol>
  )
}
