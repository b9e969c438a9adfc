/**
 * Pauses the answering of all accounts at once, and goes on with those that answered before: an account
 * that its owner had switched off stays off.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Storage } from '../../storage/port.ts'
import type { InstanceService } from './service.ts'

const SETTING = 'answering.paused'

export interface AnsweringPause {
  /** Is any account silent because all were paused? */
  readonly isPaused: boolean
  load(): Promise<void>
  /** Twice changes nothing. */
  pause(): Promise<void>
  /** Resolves to the accounts that could not begin again, with one plain sentence each. */
  resume(): Promise<{ name: string; reason: string }[]>
}

interface Options {
  storage: Pick<Storage, 'getSetting' | 'setSetting'>
  instances: Pick<InstanceService, 'list' | 'find' | 'update'>
}

export function createAnsweringPause({ storage, instances }: Options): AnsweringPause {
  /** Names of the accounts that answered when they were paused. */
  let paused: string[] = []
  /** One after the other: a pause that is cut short by a resume would leave some accounts as they were. */
  let queue: Promise<unknown> = Promise.resolve()

  // Who switched one on again by hand, or linked another number to it, has decided since.
  const isStillOff = (name: string) => instances.find(name)?.record.isAnswering === false

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  async function keep(names: string[]): Promise<void> {
    await storage.setSetting(SETTING, names)
    paused = names
  }

  return {
    get isPaused() {
      return paused.some(isStillOff)
    },
    async load() {
      const saved = await storage.getSetting(SETTING)
      paused = Array.isArray(saved) ? saved.filter((name) => typeof name === 'string') : []
    },
    pause: () =>
      inTurn(async () => {
        const answering = instances.list().flatMap(({ record }) => (record.isAnswering === true ? [record.name] : []))
        // Written down first: a process that ends half-way still knows which accounts are left.
        await keep([...new Set([...paused.filter(isStillOff), ...answering])])
        for (const name of answering) await instances.update({ name, isAnswering: false })
      }),
    resume: () =>
      inTurn(async () => {
        const failed: { name: string; reason: string }[] = []
        for (const name of paused.filter(isStillOff)) {
          try {
            await instances.update({ name, isAnswering: true })
          } catch (error) {
            failed.push({ name, reason: errorMessage(error) })
          }
        }
        await keep([])
        return failed
      }),
  }
}
