import { Tooltip } from '@mantine/core'
import type { Figures } from '../../../../src-shared/contract/home.ts'
import { durationText, percentText, wholeNumber } from '../../../format/number.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { changeOf } from './change.ts'
import classes from './figures.module.css'
import type { FiguresQuery } from './query.ts'

interface Number {
  key: 'received' | 'answerRate' | 'median' | 'p95' | 'failed'
  value: string
  note: string | null
  /** Is the difference to the time before good news? */
  isGood?: boolean | undefined
  help?: string
  isBad?: boolean
}

export function Numbers({ total, previous, range }: { total: Figures; previous: Figures; range: FiguresQuery['range'] }) {
  const { t } = useTranslation('home')
  const locale = useLocale()
  /** "+12 vs. previous 24 h", and whether that is welcome. */
  function compared(change: ReturnType<typeof changeOf>, words: [up: string, down: string], welcome: 'up' | 'down' | null) {
    if (change === null) return { note: null }
    if (change.direction === 'same') return { note: t('stats.same') }
    const text = change.direction === 'up' ? words[0] : words[1]
    return {
      note: t('stats.change', { change: text, period: t(`stats.period_${range}`) }),
      isGood: welcome === null ? undefined : welcome === change.direction,
    }
  }
  const received = changeOf(total.received, previous.received, 1)
  const failed = changeOf(total.failed, previous.failed, 1)
  const rate = changeOf(total.answerRate, previous.answerRate, 0.005)
  const countWords = (by: number): [string, string] => {
    const value = wholeNumber(by, locale)
    return [t('stats.more', { value }), t('stats.fewer', { value })]
  }
  const timeNote = (now: number | null, before: number | null) => {
    const change = changeOf(now, before, Math.max(50, (before ?? 0) * 0.08))
    const value = durationText(change?.by ?? 0, locale)
    return compared(change, [t('stats.slower', { value }), t('stats.faster', { value })], 'down')
  }
  const time = (ms: number | null) => (ms === null ? t('stats.noneYet') : durationText(ms, locale))
  const points = t('stats.points', { value: wholeNumber((rate?.by ?? 0) * 100, locale) })
  const numbers: Number[] = [
    { key: 'received', value: wholeNumber(total.received, locale), ...compared(received, countWords(received?.by ?? 0), null) },
    {
      key: 'answerRate',
      value: total.answerRate === null ? t('stats.noneYet') : percentText(total.answerRate, locale),
      help: t('stats.answerRateHelp'),
      ...(total.handedOver > 0
        ? { note: t('stats.handedOverCount', { count: total.handedOver }) }
        : total.stopped > 0
          ? { note: t('stats.stopped', { count: total.stopped }) }
          : compared(rate, [t('stats.more', { value: points }), t('stats.fewer', { value: points })], 'up')),
    },
    { key: 'median', value: time(total.medianMs), help: t('stats.medianHelp'), ...timeNote(total.medianMs, previous.medianMs) },
    { key: 'p95', value: time(total.p95Ms), help: t('stats.p95Help'), ...timeNote(total.p95Ms, previous.p95Ms) },
    {
      key: 'failed',
      value: wholeNumber(total.failed, locale),
      isBad: total.failed > 0,
      ...compared(failed, countWords(failed?.by ?? 0), 'down'),
    },
  ]
  return (
    <dl className={classes.numbers}>
      {numbers.map(({ key, value, note, isGood, help, isBad }) => (
        <div key={key} className={classes.number}>
          <dt>
            {help === undefined ? (
              t(`stats.${key}`)
            ) : (
              <Tooltip label={help} events={{ hover: true, focus: true, touch: true }}>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what a number means must be reachable by keyboard. */}
                <span tabIndex={0} className={classes.helped}>
                  {t(`stats.${key}`)}
                </span>
              </Tooltip>
            )}
          </dt>
          <dd className={`num ${classes.value}`} data-bad={isBad || undefined} data-none={value === t('stats.noneYet') || undefined}>
            {value}
          </dd>
          {note !== null && (
            <dd className={classes.change} data-good={isGood}>
              {note}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
