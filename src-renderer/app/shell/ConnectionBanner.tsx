import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockTime } from '../../format/time.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useHubStatus } from '../../stores/connection.ts'
import classes from './shell.module.css'

/** A blink of the connection is not worth a word. */
const PATIENCE_MS = 1200

/** Says how old everything on the screen is while the hub cannot be reached. */
export function ConnectionBanner() {
  const { t } = useTranslation('shell')
  const locale = useLocale()
  const { phase, since } = useHubStatus()
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    if (phase !== 'reconnecting') {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [phase])
  if (!isShown) return null
  return (
    <div role="status" className={classes.banner}>
      {t('stale', { time: clockTime(new Date(since).toISOString(), locale) })}
    </div>
  )
}
