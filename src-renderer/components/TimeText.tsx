import { exactTime, relativeTime } from '../format/time.ts'
import { useLocale } from '../i18n/use-locale.ts'
import { useNow } from './use-now.ts'

/** Relative within a day, exact on hover. */
export function TimeText({ iso, className }: { iso: string; className?: string }) {
  const locale = useLocale()
  const now = useNow()
  return (
    <time dateTime={iso} title={exactTime(iso, locale)} className={className ? `num ${className}` : 'num'}>
      {relativeTime(iso, now, locale)}
    </time>
  )
}
