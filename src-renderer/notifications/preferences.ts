import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { OccasionKind } from '../../src-shared/notifications/occasions.ts'
import type { QuietHours } from '../../src-shared/notifications/quiet-hours.ts'

export interface Ways {
  desktop: boolean
  sound: boolean
}

export interface NotificationPreferences {
  ways: Record<OccasionKind, Ways>
  quiet: QuietHours
}

const both: Ways = { desktop: true, sound: true }

/** How this person wants to be told, on this machine; kept in this browser. */
export const usePreferences = create<NotificationPreferences>()(
  persist(
    (): NotificationPreferences => ({
      ways: {
        waiting: both,
        delivery: both,
        disconnected: both,
        agent: { desktop: true, sound: false },
        spend: { desktop: true, sound: false },
      },
      quiet: { isOn: false, from: '22:00', to: '07:00' },
    }),
    {
      name: 'omni.notifications',
      // A kind that came with a later version has its default.
      merge: (saved, fresh) => {
        const kept = (saved ?? {}) as Partial<NotificationPreferences>
        return { ways: { ...fresh.ways, ...kept.ways }, quiet: { ...fresh.quiet, ...kept.quiet } }
      },
    },
  ),
)

// Changed in another window of this browser: the one that notifies has to know.
globalThis.window?.addEventListener('storage', (event) => {
  if (event.key === 'omni.notifications') void usePreferences.persist.rehydrate()
})

export function setWays(kind: OccasionKind, part: Partial<Ways>): void {
  usePreferences.setState(({ ways }) => ({ ways: { ...ways, [kind]: { ...ways[kind], ...part } } }))
}

export function setQuiet(part: Partial<QuietHours>): void {
  usePreferences.setState(({ quiet }) => ({ quiet: { ...quiet, ...part } }))
}
