/** The system's notifications while no window is open, from what the hub reports. */
import { Notification } from 'electron'
import type { WindowMemory } from '../../../src-shared/contract/desktop.ts'
import type { LiveFrame } from '../../../src-shared/contract/live.ts'
import { type Occasion, occasionsOf, type Told } from '../../../src-shared/notifications/occasions.ts'
import { isQuiet } from '../../../src-shared/notifications/quiet-hours.ts'
import { withoutTurningMarks } from '../../../src-shared/turning-marks.ts'
import { hubText, t } from '../words.ts'

const MAX_BODY = 200

interface Surroundings {
  /** As the panel last said; null before it was ever open. */
  memory(): WindowMemory | null
  /** Is it up to this computer to tell, and not to an open window or another browser of the same person? */
  isOurs(): boolean
  /** What an account is called by people. */
  accountName(name: string): string
  open(href: string): void
}

export interface NativeNotifications {
  notice(frame: LiveFrame): void
  /** Tells something of the desktop itself. */
  tell(title: string, body: string, href?: string): void
}

export function createNativeNotifications({ memory, isOurs, accountName, open }: Surroundings): NativeNotifications {
  const told: Told = new Map()
  /** Electron forgets a notification that nobody holds, and with it what a click on it does. */
  const shown = new Map<string, Notification>()

  function show(tag: string, title: string, body: string, href: string): void {
    if (!Notification.isSupported()) return
    shown.get(tag)?.close()
    const notification = new Notification({ title: withoutTurningMarks(title), body: withoutTurningMarks(body).slice(0, MAX_BODY) })
    shown.set(tag, notification)
    const forget = (): void => {
      if (shown.get(tag) === notification) shown.delete(tag)
    }
    notification.on('click', () => {
      forget()
      open(href)
    })
    notification.on('close', forget)
    notification.show()
  }

  function tellOf({ kind, tag, href, name, detail }: Occasion): void {
    const called = kind === 'waiting' ? name : accountName(name)
    show(tag, t(`settings:notifications.title_${kind}`, { name: called }), hubText(detail), href)
  }

  return {
    notice(frame) {
      // A reset says again what is, not what happens.
      if (frame.isReset) return
      const now = new Date()
      // Looked at even while a window tells, so that nothing is told again when it closes.
      for (const occasion of occasionsOf(frame.events, told, now.getTime())) {
        const { tells, quiet } = memory() ?? {}
        if (!isOurs() || tells?.[occasion.kind] === false || (quiet !== undefined && isQuiet(quiet, now))) continue
        tellOf(occasion)
      }
    },
    tell: (title, body, href = '/') => show(`desktop:${title}`, title, body, href),
  }
}
