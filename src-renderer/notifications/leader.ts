/** Is this the window that notifies? The hub decides, since one person may have the panel open in several browsers. */
import { hub } from '../hub/client.ts'
import { usePerson } from '../stores/person.ts'
import { windowId } from '../stores/window-id.ts'

/** Use of a window is reported at most this often. */
const SAID_EVERY_MS = 10_000
const AGAIN_MS = 1000

let leads = false
let saidAtMs = 0

export const isLeader = (): boolean => leads

const presence = (isActive: boolean) => ({
  windowId,
  who: usePerson.getState().name,
  canNotify: 'Notification' in window && Notification.permission === 'granted',
  isActive,
})

/** Says how this window is; the hub may be away, and is told again when it is back. */
export function sayPresence(isActive = document.hasFocus()): void {
  hub.live.present(presence(isActive)).catch(() => undefined)
}

function used(): void {
  const nowMs = Date.now()
  if (nowMs - saidAtMs < SAID_EVERY_MS) return
  saidAtMs = nowMs
  sayPresence(true)
}

async function watch(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const { isLeader } of await hub.live.leadership(presence(document.hasFocus()), { signal })) leads = isLeader
    } catch {
      // A wire that broke ends the loop by its signal; anything else is tried again below.
    }
    leads = false
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/** Takes part for as long as the wire is open. */
export const watchLeadership = (signal: AbortSignal): void => void watch(signal)

export function watchPresence(): void {
  window.addEventListener('focus', () => sayPresence(true))
  for (const event of ['pointerdown', 'keydown'] as const) window.addEventListener(event, used, { passive: true, capture: true })
  usePerson.subscribe(() => sayPresence())
}
