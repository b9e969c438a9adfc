import type { TraceStep } from '../../../src-shared/contract/traces.ts'
import { durationText } from '../../format/number.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './trace.module.css'
import { waterfall } from './waterfall-bars.ts'

const TICKS = [0, 0.25, 0.5, 0.75, 1]
const percent = (share: number) => `${(share * 100).toFixed(3)}%`

/** Which step took how long, one below the other on one time line. */
export function Waterfall({ steps }: { steps: TraceStep[] }) {
  const { t } = useTranslation('traces')
  const locale = useLocale()
  if (steps.length === 0) return <p className={classes.none}>{t('noSteps')}</p>
  const totalMs = Math.max(...steps.map((step) => step.offsetMs + step.durationMs))
  return (
    <>
      <div className={`num ${classes.axis}`} aria-hidden>
        <span className={classes.ticks}>
          {TICKS.map((share) => (
            <span key={share}>{durationText(share * totalMs, locale)}</span>
          ))}
        </span>
      </div>
      <ol className={classes.steps} aria-label={t('steps')}>
        {waterfall(steps).map(({ step, start, width, isLongest }) => (
          <li key={`${step.stage}:${step.offsetMs}:${step.detail}`} className={classes.step} data-status={step.status}>
            <span className={classes.stage}>
              {t(`stage_${step.stage}`)}
              {step.status !== 'ok' && <span className={classes.status}>{t(`status_${step.status}`)}</span>}
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.bar} data-longest={isLongest || undefined} style={{ left: percent(start), width: percent(width) }} />
            </span>
            <span className={`num ${classes.took}`}>
              {durationText(step.durationMs, locale)}
              {isLongest && <span className={classes.longest}>{t('longest')}</span>}
            </span>
            <p className={classes.detail}>{hubText(step.detail)}</p>
          </li>
        ))}
      </ol>
    </>
  )
}
