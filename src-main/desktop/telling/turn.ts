/** Is it this computer's turn to tell a person what happens? With no window open it takes part as one without a page. */
import type { Background } from '../../hub/background.ts'

interface Options {
  /** The name that the person gave herself in the panel. */
  who(): string
  canNotify: boolean
}

export interface Telling {
  readonly isOurs: boolean
  /** The hub is up, for the first time or again. */
  follow(background: Background): void
  /** The window was closed. */
  take(): void
  /** A window is open, which shows its own notifications. */
  leave(): void
}

export function createTelling({ who, canNotify }: Options): Telling {
  let hub: Background | null = null
  let isWanted = false
  let isOurs = false
  let ending = new AbortController()

  async function takePart(background: Background, signal: AbortSignal): Promise<void> {
    for await (const leads of background.leads({ who: who(), canNotify, isActive: false }, signal)) if (!signal.aborted) isOurs = leads
  }

  function begin(): void {
    ending.abort()
    ending = new AbortController()
    isOurs = false
    if (isWanted && hub !== null) takePart(hub, ending.signal).catch(() => undefined)
  }

  return {
    get isOurs() {
      return isOurs
    },
    follow(background) {
      hub = background
      begin()
    },
    take() {
      isWanted = true
      begin()
    },
    leave() {
      isWanted = false
      begin()
    },
  }
}
