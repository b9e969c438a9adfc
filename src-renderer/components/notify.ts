/** Every short message that comes up and goes by itself. */
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { createElement } from 'react'
import { problemOf } from '../hub/problem.ts'
import { UndoToast } from './UndoToast.tsx'

/** Long enough to read, to think again and to reach the button. */
const UNDO_MS = 8000

const shared = () => ({ closeButtonProps: { 'aria-label': i18next.t('close') } })

/** Says in one sentence why an action failed. Fits `onError` of a mutation. */
export function notifyProblem(error: unknown): void {
  const { code, message } = problemOf(error)
  if (code === 'cancelled') return
  notifications.show({
    ...shared(),
    color: 'red',
    title: i18next.t('errors:actionFailed'),
    message: message ?? i18next.t(`errors:${code}`),
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
    message: createElement(UndoToast, {
      message,
      onUndo: () => {
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
    message: createElement(UndoToast, {
      message,
      label: undo,
      onUndo: () => {
        isStopped = true
        notifications.hide(id)
        onUndo()
      },
    }),
  })
}
