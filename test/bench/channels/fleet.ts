/** Accounts of one platform on its fake, each with its own people, who write in their direct chats. */
import type { PanelClient } from '../../support/hub.ts'

export interface Fleet {
  channel: 'discord' | 'slack'
  /** Of the accounts in the hub. */
  names: string[]
  /** How the hub is told of the fake. */
  env: Record<string, string>
  account(name: string): Parameters<PanelClient['instances']['create']>[0]
  /** Somebody writes to an account. `isTold: false`: the platform keeps it, and tells nobody. */
  say(account: number, person: number, text: string, isTold?: boolean): void
  /** Breaks every line. */
  cut(): void
  /** Lines stay open, and nothing comes over them any more. */
  silence(): void
  /** New lines are sound. */
  speakAgain(): void
  /** All that the accounts have said so far. */
  answers(): string[]
  /** Forgets what was said and asked, so that only the hub grows. */
  forget(): void
  /** When each account came in, as the platform has it. Milliseconds since 1970. */
  entries(): { account: string; isFresh: boolean; atMs: number }[]
  /** Calls refused with 429. */
  refused(): number
  stop(): Promise<void>
}
