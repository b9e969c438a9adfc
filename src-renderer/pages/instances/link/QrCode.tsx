import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Qr } from '../../../../src-shared/contract/instances.ts'
import { hubNow } from '../../../hub/hub-clock.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { countdown } from './countdown.ts'
import classes from './link.module.css'

const RADIUS = 8
const LENGTH = 2 * Math.PI * RADIUS

/** When each code came: the ring starts full then, even if the page was opened later. */
function useSeconds(image: string | undefined) {
  const [times, setTimes] = useState(() => ({ image, shownAt: hubNow(), now: hubNow() }))
  if (times.image !== image) setTimes({ image, shownAt: hubNow(), now: hubNow() })
  useEffect(() => {
    const timer = setInterval(() => setTimes((old) => ({ ...old, now: hubNow() })), 1000)
    return () => clearInterval(timer)
  }, [])
  return times
}

export function QrCode({ qr }: { qr: Qr | null }) {
  const { t } = useTranslation('accounts')
  const { shownAt, now } = useSeconds(qr?.image)
  const left = qr && countdown(qr.expiresAt, shownAt, now)
  const isExpired = left?.secondsLeft === 0
  return (
    <figure className={classes.figure}>
      <div className={classes.code} data-expired={isExpired || undefined}>
        {/* White in both themes: a phone reads dark on light best. */}
        {qr ? <img src={qr.image} alt={t('qrAlt')} className={classes.image} /> : <Skeleton className={classes.image} radius={4} />}
      </div>
      <figcaption className={classes.caption} aria-live="off">
        {left && !isExpired && (
          <svg width="28" height="28" viewBox="0 0 20 20" className={classes.ring} aria-hidden="true">
            <circle cx="10" cy="10" r={RADIUS} className={classes.ringTrack} />
            <circle
              cx="10"
              cy="10"
              r={RADIUS}
              className={classes.ringLeft}
              strokeDasharray={LENGTH}
              strokeDashoffset={LENGTH * (1 - left.share)}
              transform="rotate(-90 10 10)"
            />
          </svg>
        )}
        <span className="num">
          {!qr && t('qrWaiting')}
          {qr && isExpired && t('qrRenewing')}
          {left && !isExpired && t('qrExpires', { seconds: left.secondsLeft })}
        </span>
      </figcaption>
    </figure>
  )
}
