/**
 * Which of the windows that are open tells its person what happens. The same person may have the panel in
 * several browsers, and the desktop beside them: the one that she used last tells, and the others are
 * quiet. Who is the same person is known by the name that she gave herself in the panel; those without
 * a name count as one.
 */

export interface Presence {
  /** The name that the person gave herself; empty without one. */
  who: string
  /** Notifications may be shown there. */
  canNotify: boolean
  /** It is being used right now. */
  isActive: boolean
}

interface Window extends Omit<Presence, 'isActive'> {
  /** Grows with every use of any window; a clock may stand still. */
  usedAs: number
  isLeader: boolean
  wake: (() => void) | null
}

export interface NotificationLeader {
  /** What a window says of itself; nothing for one that does not watch. */
  present(windowId: string, presence: Presence): void
  /** Is this window the leader? At once, and again with every change, until the signal aborts. */
  watch(windowId: string, presence: Presence, signal: AbortSignal): AsyncGenerator<boolean, void>
}

export function createNotificationLeader(): NotificationLeader {
  const windows = new Map<string, Window>()
  let uses = 0

  function settle(): void {
    const leaders = new Map<string, Window>()
    for (const window of windows.values()) {
      const other = leaders.get(window.who)
      // One that may show something goes before one that was used later and may not.
      const isBetter = other === undefined || (window.canNotify === other.canNotify ? window.usedAs > other.usedAs : window.canNotify)
      if (isBetter) leaders.set(window.who, window)
    }
    for (const window of windows.values()) {
      const isLeader = leaders.get(window.who) === window
      if (isLeader === window.isLeader) continue
      window.isLeader = isLeader
      window.wake?.()
    }
  }

  const key = (who: string) => who.trim().toLowerCase()

  return {
    present(windowId, { who, canNotify, isActive }) {
      const window = windows.get(windowId)
      if (window === undefined) return
      window.who = key(who)
      window.canNotify = canNotify
      if (isActive) window.usedAs = ++uses
      settle()
    },
    async *watch(windowId, { who, canNotify, isActive }, signal) {
      const window: Window = { who: key(who), canNotify, usedAs: isActive ? ++uses : 0, isLeader: false, wake: null }
      windows.set(windowId, window)
      const onAbort = () => window.wake?.()
      signal.addEventListener('abort', onAbort)
      settle()
      try {
        let told: boolean | null = null
        while (!signal.aborted) {
          if (told !== window.isLeader) {
            told = window.isLeader
            yield told
            continue
          }
          await new Promise<void>((resolve) => {
            window.wake = resolve
            if (signal.aborted) resolve()
          })
          window.wake = null
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
        // A window that came back on a new connection has taken this one's place.
        if (windows.get(windowId) === window) windows.delete(windowId)
        settle()
      }
    },
  }
}
