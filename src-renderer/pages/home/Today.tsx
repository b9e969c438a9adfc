import { useTranslation } from 'react-i18next'
import type { Home } from '../../../src-shared/contract/system.ts'
import { durationText, wholeNumber } from '../../format/number.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useCounters } from '../../stores/live/use-counters.ts'
import classes from './home.module.css'

/** From this age on a queue is worth a word: bursts are gathered for a second or two anyway. */
const QUEUE_WORTH_SAYING_MS = 30_000

export function Today({ today }: { today: Home['today'] }) {
  const { t } = useTranslation('home')
  const locale = useLocale()
  const counters = useCounters()
  const numbers = [
    { key: 'received', value: wholeNumber(today.received, locale) },
    { key: 'answered', value: wholeNumber(today.answered, locale) },
    { key: 'failed', value: wholeNumber(today.failed, locale), isBad: today.failed > 0 },
    { key: 'median', value: today.medianAnswerMs === null ? t('noneYet') : durationText(today.medianAnswerMs, locale) },
  ] as const
  return (
    <section aria-label={t('today')}>
      <p className={classes.caption}>{t('today')}</p>
      <dl className={classes.numbers}>
        {numbers.map((number) => (
          <div key={number.key} className={classes.number}>
            <dt>{t(number.key)}</dt>
            <dd className="num" data-bad={('isBad' in number && number.isBad) || undefined}>
              {number.value}
            </dd>
          </div>
        ))}
      </dl>
      {counters && counters.oldestQueuedMs >= QUEUE_WORTH_SAYING_MS && (
        <p className={classes.queue} role="status">
          {t('queued', { count: counters.queueDepth, duration: durationText(counters.oldestQueuedMs, locale) })}
        </p>
      )}
    </section>
  )
}
