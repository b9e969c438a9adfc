/** Tells somebody who looks elsewhere. Of several windows only one does (see `turn.ts`). */

import i18next from 'i18next'
import type { LiveFrame } from '../../src-shared/contract/live.ts'
import { type Occasion, occasionsOf, type Told } from '../../src-shared/notifications/occasions.ts'
import { isQuiet } from '../../src-shared/notifications/quiet-hours.ts'
import { withoutTurningMarks } from '../../src-shared/turning-marks.ts'
import { api } from '../hub/client.ts'
import { hubNow } from '../hub/hub-clock.ts'
import { queryClient } from '../hub/query-client.ts'
import { hubText } from '../i18n/hub-text.ts'
import { isLeader } from './leader.ts'
import { usePreferences } from './preferences.ts'
import { playSound } from './sound.ts'

/** Several things at once are one sound. */
const SOUND_PAUSE_MS = 3000

const told: Told = new Map()
let lastSoundMs = 0

export type Permission = NotificationPermission | 'unsupported'

export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported'
}

/** What the person sees right now needs no notification. */
function isLookedAt({ href }: Occasion): boolean {
  return document.hasFocus() && window.location.hash.startsWith(`#${href}`)
}

function show({ kind, tag, href, name, detail }: Occasion): void {
  // Of people where a conversation is meant, else the account's: known by what people call it.
  const accounts = queryClient.getQueryData(api.instances.list.queryKey())
  const called = kind === 'waiting' ? name : (accounts?.find((account) => account.name === name)?.displayName ?? name)
  const title = i18next.t(`settings:notifications.title_${kind}`, { name: called })
  const body = withoutTurningMarks(hubText(detail)).slice(0, 200)
  const notification = new Notification(withoutTurningMarks(title), { body, tag, silent: true })
  notification.onclick = () => {
    window.focus()
    window.location.hash = href
    notification.close()
  }
}

function tell(occasion: Occasion, nowMs: number): void {
  const { ways, quiet } = usePreferences.getState()
  const { desktop, sound } = ways[occasion.kind]
  if (isQuiet(quiet, new Date()) || isLookedAt(occasion)) return
  if (desktop && permission() === 'granted') show(occasion)
  if (!sound || nowMs - lastSoundMs < SOUND_PAUSE_MS) return
  lastSoundMs = nowMs
  // A browser may forbid sounds until somebody clicks; the notification stands alone then.
  playSound().catch(() => undefined)
}

/** Every window looks at what comes, so that whichever notifies next knows what was told. */
export function notifyOf(frame: LiveFrame): void {
  const nowMs = hubNow()
  // A reset says again what is, not what happens.
  if (frame.isReset) return
  for (const occasion of occasionsOf(frame.events, told, nowMs)) if (isLeader()) tell(occasion, nowMs)
}

/** As it will look and sound, whatever the hour. */
export async function tryNotification(title: string, body: string): Promise<void> {
  if (permission() === 'granted') new Notification(title, { body, tag: 'try', silent: true })
  await playSound()
}
