import { useState } from 'react'
import type { DryRun } from '../../../../src-shared/contract/playground.ts'
import { JsonView } from '../../../components/json/JsonView.tsx'
import { durationText, wholeNumber } from '../../../format/number.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './runs.module.css'

/** How long it took, what it used, and what the agent was asked in its own language. */
export function RunFacts({ run }: { run: DryRun }) {
  const { t } = useTranslation('playground')
  const locale = useLocale()
  const [isOpen, setOpen] = useState(false)
  const { durationMs, firstDeltaMs, tokens, tries, wantsHandover, wouldSend, tools, outcome } = run
  const number = (value: number | null) => (value === null ? '–' : wholeNumber(value, locale))
  const facts = [
    durationText(durationMs, locale),
    firstDeltaMs !== null && firstDeltaMs > 0 && t('firstWord', { duration: durationText(firstDeltaMs, locale) }),
    tokens && t('tokens', { input: number(tokens.input), output: number(tokens.output) }),
    tries > 1 && t('tries', { count: tries }),
    outcome === 'answered' && wouldSend.length > 1 && t('parts', { count: wouldSend.length }),
    wantsHandover && t('wantsHandover'),
  ].filter((fact) => typeof fact === 'string')
  return (
    <div className={classes.facts}>
      <p className="num">{facts.join(' · ')}</p>
      {tools.length > 0 && (
        <ul className={classes.tools} aria-label={t('tools')}>
          {tools.map(({ name, atMs, durationMs: took }) => (
            <li key={`${name}:${atMs}`}>
              {name}
              {took !== null && <span className="num"> {durationText(took, locale)}</span>}
            </li>
          ))}
        </ul>
      )}
      {(run.request !== null || run.response !== null) && (
        <details className={classes.wire} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('wire')}</summary>
          {isOpen && run.request !== null && <JsonView text={run.request} label={t('wireRequest')} />}
          {isOpen && run.response !== null && <JsonView text={run.response} label={t('wireResponse')} />}
        </details>
      )}
    </div>
  )
}
