import { Tooltip } from '@mantine/core'
import type { Figures } from '../../../../src-shared/contract/home.ts'
import { durationText, wholeNumber } from '../../../format/number.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { axisOf } from './axis.ts'
import classes from './bars.module.css'
import type { ChartKind, LabelledStretch } from './chart.ts'

interface BarsProps {
  stretches: LabelledStretch[]
  total: Figures
  kind: ChartKind
}

/** Labels that fit below the bars without touching. */
const LABELS = 8

const share = (part: number, whole: number) => `${whole === 0 ? 0 : (part / whole) * 100}%`

export function Bars({ stretches, total, kind }: BarsProps) {
  const { t } = useTranslation('home')
  const locale = useLocale()
  const number = (value: number) => wholeNumber(value, locale)
  const time = (ms: number | null) => (ms === null ? t('stats.noneYet') : durationText(ms, locale))
  const tops = stretches.map((one) => (kind === 'messages' ? one.received : (one.p95Ms ?? 0)))
  const axis = axisOf(Math.max(...tops), kind === 'messages')
  const peak = stretches[tops.indexOf(Math.max(...tops))]
  const every = Math.ceil(stretches.length / LABELS)
  const summary =
    kind === 'messages'
      ? t('stats.chartSummary', {
          received: number(total.received),
          answered: number(total.answered),
          handedOver: number(total.handedOver),
          stopped: number(total.stopped),
          failed: number(total.failed),
          peak: peak?.label ?? '',
          peakCount: number(peak?.received ?? 0),
        })
      : t('stats.timesSummary', { median: time(total.medianMs), p95: time(total.p95Ms) })
  const legend = kind === 'messages' ? (['answered', 'handedOver', 'stopped', 'failed', 'open'] as const) : (['median', 'p95'] as const)
  return (
    <figure className={classes.figure}>
      <div role="img" aria-label={summary} className={classes.chart}>
        <div className={`num ${classes.axis}`} aria-hidden>
          {axis.ticks.map((tick) => (
            <span key={tick} style={{ bottom: share(tick, axis.top) }}>
              {kind === 'messages' ? number(tick) : durationText(tick, locale)}
            </span>
          ))}
        </div>
        <div className={classes.plot} aria-hidden>
          {axis.ticks.map((tick) => (
            <i key={tick} className={classes.line} style={{ bottom: share(tick, axis.top) }} />
          ))}
          {stretches.map((one, index) => (
            <Tooltip
              key={one.from}
              position="top"
              label={
                <span className={classes.tip}>
                  <b>{one.label}</b>
                  {kind === 'messages' ? (
                    <>
                      <span>{`${t('stats.received')}: ${number(one.received)}`}</span>
                      <span>{`${t('stats.answered')}: ${number(one.answered)}`}</span>
                      <span>{`${t('stats.handedOver')}: ${number(one.handedOver)}`}</span>
                      <span>{`${t('stats.stopped')}: ${number(one.stopped)}`}</span>
                      <span>{`${t('stats.failed')}: ${number(one.failed)}`}</span>
                    </>
                  ) : (
                    <>
                      <span>{`${t('stats.median')}: ${time(one.medianMs)}`}</span>
                      <span>{`${t('stats.p95')}: ${time(one.p95Ms)}`}</span>
                    </>
                  )}
                </span>
              }
            >
              <div className={classes.slot}>
                <div className={classes.bar}>
                  {kind === 'messages' ? (
                    <>
                      <i data-kind="failed" style={{ height: share(one.failed, axis.top) }} />
                      <i
                        data-kind="open"
                        style={{ height: share(one.received - one.answered - one.handedOver - one.stopped - one.failed, axis.top) }}
                      />
                      <i data-kind="stopped" style={{ height: share(one.stopped, axis.top) }} />
                      <i data-kind="handedOver" style={{ height: share(one.handedOver, axis.top) }} />
                      <i data-kind="answered" style={{ height: share(one.answered, axis.top) }} />
                    </>
                  ) : (
                    <>
                      <i data-kind="p95" style={{ height: share((one.p95Ms ?? 0) - (one.medianMs ?? 0), axis.top) }} />
                      <i data-kind="median" style={{ height: share(one.medianMs ?? 0, axis.top) }} />
                    </>
                  )}
                </div>
                {index % every === 0 && <span className={`num ${classes.label}`}>{one.label}</span>}
              </div>
            </Tooltip>
          ))}
        </div>
      </div>
      <figcaption className={classes.legend}>
        {legend.map((key) => (
          <span key={key} data-kind={key}>
            {t(`stats.${key}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
