import { createPortal } from 'react-dom'
import { longDate } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './security.module.css'
import { Words } from './Words.tsx'

interface PrintSheetProps {
  words: string[]
  computer: string
  madeAt: string
}

/** What the printer gets in place of the page; on the screen it is not there. */
export function PrintSheet({ words, computer, madeAt }: PrintSheetProps) {
  const { t } = useTranslation('security')
  const locale = useLocale()
  return createPortal(
    <section className={classes.sheet}>
      <h1>{t('sheetTitle')}</h1>
      <p>{t('sheetComputer', { computer })}</p>
      <p>{t('sheetDate', { date: longDate(madeAt, locale) })}</p>
      <Words words={words} />
      <p>{t('sheetText')}</p>
    </section>,
    document.body,
  )
}
