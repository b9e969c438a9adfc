import { useSyncExternalStore } from 'react'

const TICK_MS = 20_000

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  // Nobody kept the time while nobody asked for it.
  if (listeners.size === 0) now = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const notify of listeners) notify()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time, for texts such as "5 min. ago": one timer however many of them are on screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
