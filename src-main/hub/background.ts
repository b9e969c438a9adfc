/** The hub as its host knows it while no panel is open: how things are, what happens, and the few things to do. */
import type { LiveFrame } from '../../src-shared/contract/live.ts'
import type { Services } from './api/services.ts'
import type { Presence } from './live/notification-leader.ts'

export interface HubStatus {
  /** Accounts that are switched on. */
  accounts: number
  /** Those of them that are connected. */
  connected: number
  /** Those of these that answer. */
  answering: number
  /** Conversations that need a person. */
  waiting: number
  /** All were paused, and not yet resumed. */
  isPaused: boolean
}

export interface Background {
  status(): Promise<HubStatus>
  /** An account that was off before stays off when they are resumed. */
  pauseAnswering(): Promise<void>
  /** Resolves to the accounts that could not begin again, by the name that people know, with one plain sentence each. */
  resumeAnswering(): Promise<{ name: string; reason: string }[]>
  /** The computer was asleep: every channel, and the tunnel, looks at once whether its line still holds; channels fetch what they missed. */
  wake(): void
  /** By what people call an account. */
  accountName(name: string): string
  /** Frames from now on, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<LiveFrame, void>
  /** Takes part, as a window without a page, in who tells a person what happens: at once and with every change. */
  leads(presence: Presence, signal: AbortSignal): AsyncGenerator<boolean, void>
}

const WINDOW_ID = 'desktop host'

export function createBackground(services: Services): Background {
  const { instances, storage, answeringPause, bus, notificationLeader, tunnel } = services
  const accountName = (name: string) => instances.find(name)?.record.displayName ?? name
  return {
    async status() {
      const { waiting } = await storage.countConversations()
      const active = instances.list().filter(({ record }) => record.isActive)
      const connected = active.filter(({ record }) => record.connection.state === 'connected')
      const answering = connected.filter(({ record }) => record.isAnswering === true)
      return {
        accounts: active.length,
        connected: connected.length,
        answering: answering.length,
        waiting,
        isPaused: answeringPause.isPaused,
      }
    },
    pauseAnswering: () => answeringPause.pause(),
    async resumeAnswering() {
      const failed = await answeringPause.resume()
      return failed.map(({ name, reason }) => ({ name: accountName(name), reason }))
    },
    accountName,
    wake() {
      instances.wake()
      tunnel.wake()
    },
    watch: (signal) => bus.subscribe(signal),
    leads: (presence, signal) => notificationLeader.watch(WINDOW_ID, presence, signal),
  }
}
