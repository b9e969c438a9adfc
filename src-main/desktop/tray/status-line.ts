/** What the tray shows of the hub. */
import type { HubStatus } from '../../hub/background.ts'
import { t } from '../words.ts'

/** Which picture: all is well, nobody is answered, somebody waits. */
export type TrayMood = 'normal' | 'paused' | 'attention'

export interface TrayFace {
  mood: TrayMood
  /** One line each. */
  lines: string[]
}

/** @param status null while the hub is not up */
export function faceOf(status: HubStatus | null): TrayFace {
  if (status === null) return { mood: 'paused', lines: [t('desktop:tray.starting')] }
  const waiting = status.waiting === 0 ? [] : [t('desktop:tray.waiting', { count: status.waiting })]
  const isSilent = status.isPaused || status.answering === 0
  const mood = waiting.length > 0 ? 'attention' : isSilent ? 'paused' : 'normal'
  return { mood, lines: [answeringLine(status), ...waiting] }
}

function answeringLine({ accounts, connected, answering, isPaused }: HubStatus): string {
  if (accounts === 0) return t('desktop:tray.noAccount')
  if (isPaused && answering === 0) return t('desktop:tray.paused')
  if (connected === 0) return t('desktop:tray.notConnected')
  return answering === 0 ? t('desktop:tray.notAnswering') : t('desktop:tray.answering', { count: answering })
}
