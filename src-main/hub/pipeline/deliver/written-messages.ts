/**
 * What people write, and programs over REST, leaves beside the lanes: it waits for no answer. The messages of a
 * conversation leave in the order in which they were written; a file that has to be tried again holds nobody up.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Storage } from '../../storage/port.ts'
import type { DeliveryRecord } from '../../storage/records.ts'
import type { WithSlot } from '../lanes/slots.ts'
import { isByPerson } from './by-person.ts'
import type { DeliveryRunner } from './delivery-runner.ts'
import type { RightOfWay } from './right-of-way.ts'

export interface WrittenMessages {
  /**
   * Of a delivery that is stored already: of a person, of the API, or a note of the hub left over by a crash.
   * `onDone` is called when it is final (or left for the next start).
   */
  send(delivery: DeliveryRecord, onDone?: () => void): void
  /** Resolves once none is under way. */
  idle(): Promise<void>
  /** Those that have not left. */
  readonly depth: number
}

interface Options {
  storage: Pick<Storage, 'getDelivery'>
  runner: DeliveryRunner
  rightOfWay: Pick<RightOfWay, 'claim'>
  /** Slots of their own, so that a person waits for no agent. */
  withSlot: WithSlot
  log: Logger
  shutdown: AbortSignal
}

const isFile = ({ part }: DeliveryRecord) => part.content.type !== 'text'

export function createWrittenMessages({ storage, runner, rightOfWay, withSlot, log, shutdown }: Options): WrittenMessages {
  /** By conversation: resolves when the next may begin. */
  const before = new Map<string, Promise<void>>()
  const open = new Set<Promise<void>>()

  /** @param stepAside lets the next of its conversation go, before it has left itself */
  async function run({ id }: DeliveryRecord, stepAside: () => void): Promise<void> {
    const delivery = await storage.getDelivery(id)
    if (delivery === null || shutdown.aborted) return
    const options = isFile(delivery) ? { onRetry: stepAside } : {}
    await withSlot(delivery.instanceName, async (withoutSlot) => void (await runner.run(delivery, shutdown, withoutSlot, options)))
  }

  function follow(delivery: DeliveryRecord, turn: Promise<void>, stepAside: () => void, whenDone: () => void): void {
    const done: Promise<void> = turn
      .then(() => run(delivery, stepAside))
      .catch((error: unknown) => log.error({ delivery: delivery.id, error: errorMessage(error) }, 'a message could not be sent'))
      .finally(() => {
        open.delete(done)
        whenDone()
      })
    open.add(done)
  }

  return {
    send(delivery, onDone) {
      const { conversationId } = delivery
      // A note of the hub waits for people like every answer.
      if (!isByPerson(delivery)) return follow(delivery, Promise.resolve(), () => {}, onDone ?? (() => {}))
      const giveUpClaim = rightOfWay.claim(conversationId)
      const turn = before.get(conversationId) ?? Promise.resolve()
      let stepAside: () => void = () => {}
      const mayFollow = new Promise<void>((resolve) => {
        stepAside = resolve
      })
      before.set(conversationId, mayFollow)
      follow(delivery, turn, stepAside, () => {
        giveUpClaim()
        stepAside()
        if (before.get(conversationId) === mayFollow) before.delete(conversationId)
        onDone?.()
      })
    },
    async idle() {
      while (open.size > 0) await Promise.all(open)
    },
    get depth() {
      return open.size
    },
  }
}
