import { useEffect, useState } from 'react'
import { countdownText } from './countdown.ts'

/** The time until then, as it runs down; null once it is over or without an end. */
export function useCountdown(until: string | null): string | null {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (until === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [until])
  return until === null ? null : countdownText(Date.parse(until) - now)
}
