import type { TraceStep } from '../../../../src-shared/contract/traces.ts'
import { durationText } from '../../../format/number.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './compare.module.css'
import { pairSteps } from './pair-steps.ts'

function Cell({ step, longestMs }: { step: TraceStep | null; longestMs: number }) {
  const { t } = useTranslation('traces')
  const locale = useLocale()
  if (step === null) return <td className={classes.absent}>{t('compare.notThere')}</td>
  return (
    <td>
      <div className={classes.took}>
        <span className={classes.track} aria-hidden>
          <span
            className={classes.bar}
            data-status={step.status}
            style={{ width: `${Math.max(1, (step.durationMs / longestMs) * 100)}%` }}
          />
        </span>
        <span className="num">{durationText(step.durationMs, locale)}</span>
      </div>
      <p className={classes.detail}>{hubText(step.detail)}</p>
    </td>
  )
}

export function StepTable({ before, after }: { before: TraceStep[]; after: TraceStep[] }) {
  const { t } = useTranslation('traces')
  const locale = useLocale()
  const longestMs = Math.max(1, ...[...before, ...after].map((step) => step.durationMs))
  const difference = (ms: number) => (Math.abs(ms) < 0.5 ? '=' : `${ms > 0 ? '+' : '−'}${durationText(Math.abs(ms), locale)}`)
  return (
    <table className={classes.steps}>
      <thead>
        <tr>
          <th scope="col">{t('compare.step')}</th>
          <th scope="col">{t('compare.first')}</th>
          <th scope="col">{t('compare.second')}</th>
          <th scope="col" className={classes.right}>
            {t('compare.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {pairSteps(before, after).map(({ stage, before: first, after: second, differenceMs }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of finished traces never change their places.
          <tr key={index}>
            <th scope="row">{t(`stage_${stage}`)}</th>
            <Cell step={first} longestMs={longestMs} />
            <Cell step={second} longestMs={longestMs} />
            <td className={`num ${classes.right}`} data-slower={(differenceMs ?? 0) >= 0.5 || undefined}>
              {differenceMs === null ? '–' : difference(differenceMs)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
