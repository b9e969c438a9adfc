import { useSyncExternalStore } from 'react'
import { hubNow, onHubClock } from '../hub/hub-clock.ts'

const TICK_MS = 20_000

let now = hubNow()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function tick(): void {
  now = hubNow()
  for (const notify of listeners) notify()
}
onHubClock(tick)

function subscribe(listener: () => void): () => void {
  // Nobody kept the time while nobody asked for it.
  if (listeners.size === 0) now = hubNow()
  listeners.add(listener)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time by the hub's clock, for texts such as "5 min. ago": one timer however many of them are on screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
