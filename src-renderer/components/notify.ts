/** Every short message that appears and disappears automatically. */
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp } from '@tabler/icons-react'
import i18next from 'i18next'
import { createElement, type ReactNode } from 'react'
import { problemOf } from '../hub/problem.ts'
import { ToastWithButton } from './ToastWithButton.tsx'

/** Long enough to read, to think again and to reach the button. */
const UNDO_MS = 8000

const undoIcon = () => createElement(IconArrowBackUp, { size: 14, 'aria-hidden': true })

const shared = () => ({ closeButtonProps: { 'aria-label': i18next.t('close') } })

/** Says in one sentence why an action failed. Fits `onError` of a mutation. */
export function notifyProblem(error: unknown): void {
  showProblem(error)
}

interface WayOut {
  /** What the button says. */
  label: string
  onFollow: () => void
}

/** … and offers what there is to do about it. */
export function notifyWayOut(error: unknown, { label, onFollow }: WayOut): void {
  const id = showProblem(error, (message) =>
    createElement(ToastWithButton, {
      message,
      label,
      onClick: () => {
        if (id !== null) notifications.hide(id)
        onFollow()
      },
    }),
  )
}

/** The id of the toast; null where nothing is to be said. */
function showProblem(error: unknown, show: (message: string) => ReactNode = (message) => message): string | null {
  const { code, message } = problemOf(error)
  if (code === 'cancelled') return null
  return notifications.show({
    ...shared(),
    color: 'red',
    title: i18next.t('errors:actionFailed'),
    message: show(message ?? i18next.t(`errors:${code}`)),
  })
}

export function notifyDone(message: string): void {
  notifications.show({ ...shared(), color: 'emerald', message, autoClose: 2500 })
}

/** For what can be taken back: it is done at once, and undone by a click. */
export function notifyUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    ...shared(),
    color: 'emerald',
    autoClose: UNDO_MS,
    message: createElement(ToastWithButton, {
      message,
      label: i18next.t('undo'),
      icon: undoIcon(),
      onClick: () => {
        notifications.hide(id)
        undo().catch(notifyProblem)
      },
    }),
  })
}

interface Before {
  /** What the button that stops it says. */
  undo: string
  onUndo: () => void
  run: () => void
}

/** For what can not be taken back: it is done when the toast goes, unless the button was pressed before. */
export function notifyBefore(message: string, { undo, onUndo, run }: Before): void {
  let isStopped = false
  const id = notifications.show({
    ...shared(),
    color: 'amber',
    autoClose: UNDO_MS,
    onClose: () => {
      if (!isStopped) run()
    },
    message: createElement(ToastWithButton, {
      message,
      label: undo,
      icon: undoIcon(),
      onClick: () => {
        isStopped = true
        notifications.hide(id)
        onUndo()
      },
    }),
  })
}
