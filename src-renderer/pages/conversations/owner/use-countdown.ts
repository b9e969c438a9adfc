import { useEffect, useState } from 'react'
import { hubNow } from '../../../hub/hub-clock.ts'
import { countdownText } from './countdown.ts'

/** The time until then, as it runs down; null once it is over or without an end. */
export function useCountdown(until: string | null): string | null {
  const [now, setNow] = useState(() => hubNow())
  useEffect(() => {
    if (until === null) return
    setNow(hubNow())
    const timer = setInterval(() => setNow(hubNow()), 1000)
    return () => clearInterval(timer)
  }, [until])
  return until === null ? null : countdownText(Date.parse(until) - now)
}
