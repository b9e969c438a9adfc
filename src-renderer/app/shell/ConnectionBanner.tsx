import { IconCircleCheck, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { clockTime } from '../../format/time.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useHubStatus } from '../../stores/connection.ts'
import classes from './shell.module.css'

/** A blink of the connection is not worth a word. */
const PATIENCE_MS = 1200
/** How long the good news stays. */
const BACK_MS = 4000

/** Says how old everything on the screen is while the hub cannot be reached, and that it is fresh again afterwards. */
export function ConnectionBanner() {
  const { t } = useTranslation('shell')
  const locale = useLocale()
  const { phase, since } = useHubStatus()
  const [shown, setShown] = useState<'away' | 'back' | null>(null)
  useEffect(() => {
    if (phase === 'reconnecting') {
      const timer = setTimeout(() => setShown('away'), PATIENCE_MS)
      return () => clearTimeout(timer)
    }
    setShown((before) => (before === 'away' ? 'back' : null))
    const timer = setTimeout(() => setShown(null), BACK_MS)
    return () => clearTimeout(timer)
  }, [phase])
  if (shown === null) return null
  const BannerIcon = shown === 'away' ? IconRefresh : IconCircleCheck
  return (
    <div role="status" className={classes.banner} data-state={shown}>
      <BannerIcon size={16} aria-hidden />
      {shown === 'away' ? t('stale', { time: clockTime(new Date(since).toISOString(), locale) }) : t('backAgain')}
    </div>
  )
}
