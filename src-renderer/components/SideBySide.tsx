import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './side-by-side.module.css'
import { WordDiff } from './WordDiff.tsx'
import { saysTheSame } from './word-diff.ts'

interface SideBySideProps {
  beforeTitle: string
  before: string
  afterTitle: string
  /** Null: not known yet, so nothing is compared. */
  after: string | null
  /** In place of the second text while there is none. */
  waiting?: ReactNode
  footer?: ReactNode
}

/** Two texts beside each other, with the words marked that only one of them has. */
export function SideBySide({ beforeTitle, before, afterTitle, after, waiting, footer }: SideBySideProps) {
  const { t } = useTranslation('playground')
  const isDifferent = after !== null && !saysTheSame(before, after)
  const text = (side: 'before' | 'after', said: string) =>
    said === '' ? (
      <span className={classes.none}>{t('dryRun.nothing')}</span>
    ) : isDifferent ? (
      <WordDiff before={before} after={after} side={side} />
    ) : (
      said
    )
  return (
    <div className={classes.sides}>
      <section className={classes.side} aria-label={beforeTitle}>
        <h3>{beforeTitle}</h3>
        <p>{text('before', before)}</p>
      </section>
      <section className={classes.side} aria-label={afterTitle} data-now={after !== null || undefined}>
        <h3>{afterTitle}</h3>
        {after === null ? waiting : <p>{text('after', after)}</p>}
        {footer}
      </section>
    </div>
  )
}
