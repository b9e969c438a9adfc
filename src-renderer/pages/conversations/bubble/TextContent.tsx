import { useState } from 'react'
import { wholeNumber } from '../../../format/number.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Formatted } from '../markdown/Formatted.tsx'
import type { Dialect } from '../markdown/parse.ts'
import classes from './bubble.module.css'
import { foldText } from './fold.ts'

/** What was written; the most of a long text only when it is asked for. */
export function TextContent({ text, dialect }: { text: string; dialect: Dialect }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const [isWhole, setWhole] = useState(false)
  const folded = foldText(text)
  if (folded === null) return <Formatted text={text} dialect={dialect} />
  return (
    <>
      <Formatted text={isWhole ? text : folded} dialect={dialect} />
      <button type="button" className={classes.more} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {isWhole ? t('thread.showLess') : t('thread.showAll', { letters: wholeNumber(text.length, locale) })}
      </button>
    </>
  )
}
