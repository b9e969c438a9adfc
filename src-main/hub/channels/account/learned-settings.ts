/** An account's settings, with what the channel learns about it on the way. */
import { errorCode, errorMessage } from '../../../../src-shared/errors.ts'
import type { ChannelContext } from '../port.ts'

export class LearnedSettings<Settings extends object> {
  readonly #context: Pick<ChannelContext, 'saveSettings' | 'log'>
  #now: Settings

  constructor(settings: Settings, context: Pick<ChannelContext, 'saveSettings' | 'log'>) {
    this.#now = settings
    this.#context = context
  }

  get now(): Settings {
    return this.#now
  }

  /** Holds at once, and is saved if it is new. Never rejects: a failure is logged, for all of it can be learned again. */
  async keep(patch: Partial<Settings>): Promise<void> {
    const settings = this.#newIn(patch)
    if (settings === null) return
    this.#now = { ...this.#now, ...settings }
    try {
      await this.#context.saveSettings({ settings })
    } catch (error) {
      this.#context.log.warn({ error: errorMessage(error) }, 'what was learned about the account could not be saved')
    }
  }

  /** The same for whose account it is. Rejects with OmniError('conflict') where another of Omni's accounts is the same one. */
  async identify(patch: Partial<Settings>): Promise<void> {
    const settings = this.#newIn(patch)
    if (settings === null) return
    try {
      await this.#context.saveSettings({ settings })
    } catch (error) {
      if (errorCode(error) === 'conflict') throw error
      this.#context.log.warn({ error: errorMessage(error) }, 'whose account it is could not be saved')
    }
    this.#now = { ...this.#now, ...settings }
  }

  #newIn(patch: Partial<Settings>): Partial<Settings> | null {
    const news = Object.entries(patch).filter(([name, value]) => !isSame(this.#now[name as keyof Settings], value))
    return news.length === 0 ? null : (Object.fromEntries(news) as Partial<Settings>)
  }
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
