import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { problemOf } from '../hub/problem.ts'

/** Says in one sentence why an action failed. Fits `onError` of a mutation. */
export function notifyProblem(error: unknown): void {
  const { code, message } = problemOf(error)
  if (code === 'cancelled') return
  notifications.show({ color: 'red', title: i18next.t('errors:actionFailed'), message: message ?? i18next.t(`errors:${code}`) })
}

export function notifyDone(message: string): void {
  notifications.show({ color: 'emerald', message, autoClose: 2500 })
}
