/**
 * Takes up what a crash or a stop left open, behind a hub that takes calls already. The lanes in which something is
 * open are held until that is back in them: what comes now stands behind it, and nobody else waits.
 * What was at the platform when the process died may or may not have been sent: it is repeated only where
 * the platform recognises the repetition.
 */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { Ownership } from '../../inbox/conversations/ownership.ts'
import type { Logger } from '../../observe/logger.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import type { ClaimedTurn, ClaimedWork, CutOff, OpenRef, Storage } from '../../storage/port.ts'
import type { DeliveryRecord, TurnRecord } from '../../storage/records.ts'
import type { LaneItem } from '../lanes/lane-item.ts'
import type { HeldLane, Lanes } from '../lanes/lanes.ts'
import type { TurnEnd } from '../lanes/turn-end.ts'
import type { OnPhone } from './on-phone.ts'

/** Turns and deliveries that are read in one go: neither the writer nor memory is held up for long. */
const AT_A_TIME = 200
/** After a failure of the database, before the next try. */
const RETRY_MS = 1000
/** A turn that was begun so often after a crash is not begun again: it may be the cause. */
const MAX_TAKEN_UP = 2
const GIVEN_UP = 'Omni stopped unexpectedly again and again while it was answering this. It is not tried again: a person is needed.'

interface Options {
  storage: Storage
  instances: Pick<InstanceService, 'find' | 'list'>
  pipeline: Pick<Lanes, 'hold'> & {
    enqueue(instanceName: string, conversationId: string, item: LaneItem): void
    send(delivery: DeliveryRecord, onDone?: () => void): void
  }
  ownership: Pick<Ownership, 'askForPerson'>
  turnEnd: Pick<TurnEnd, 'giveUp'>
  onPhone: OnPhone
  log: Logger
  now: () => number
  timers: Timers
}

export interface Recovery {
  /** Looks what is open, holds its lanes and settles what was cut off; until then nothing may be received. */
  load(): Promise<void>
  /** Begins to put it back. */
  start(): void
  /** Resolves when nothing is being put back any more; the rest stays open, and its lanes held. */
  stop(): Promise<void>
  /** Turns and deliveries that are not back in their lanes yet. */
  readonly left: number
}

/** With all that is open in one conversation together; the order of the conversations is that of their first. */
function byConversation(refs: OpenRef[]): Map<string, OpenRef[]> {
  const groups = new Map<string, OpenRef[]>()
  for (const ref of refs) {
    const group = groups.get(ref.conversationId)
    if (group === undefined) groups.set(ref.conversationId, [ref])
    else group.push(ref)
  }
  return groups
}

export function createRecovery(options: Options): Recovery {
  const { storage, instances, pipeline, ownership, turnEnd, onPhone, log, now, timers } = options
  const stopping = new AbortController()
  const held = new Map<string, HeldLane>()
  /** How much of each conversation is to come. */
  const open = new Map<string, number>()
  let refs: OpenRef[] = []
  let done = 0
  let running: Promise<void> = Promise.resolve()

  async function run(): Promise<void> {
    while (done < refs.length && !stopping.signal.aborted) {
      const some = refs.slice(done, done + AT_A_TIME)
      try {
        await claim(some)
        done += some.length
      } catch (error) {
        log.warn({ error: errorMessage(error) }, 'open work of the last run waits to be taken up')
        await sleep(timers, RETRY_MS, stopping.signal)
      }
    }
    refs = []
    done = 0
  }

  async function claim(some: OpenRef[]): Promise<void> {
    await takeUp(await storage.claimOpenWork(some, cutOff()))
    for (const { conversationId } of some) release(conversationId)
  }

  function release(conversationId: string): void {
    const left = (open.get(conversationId) ?? 0) - 1
    open.set(conversationId, left)
    if (left > 0) return
    open.delete(conversationId)
    held.get(conversationId)?.release()
    held.delete(conversationId)
  }

  function cutOff(): CutOff {
    const at = new Date(now()).toISOString()
    const repeats = instances.list().filter(({ driver }) => driver.capabilities.deduplicatesSends)
    return {
      repeatable: repeats.map(({ record }) => record.name),
      repeated: {
        state: 'pending',
        error: 'Sent again after a restart; the platform recognises the repetition.',
        notBefore: at,
        at,
        payloads: [],
      },
      left: { state: 'unknown', error: 'The program stopped while this was being sent.', at, payloads: [] },
    }
  }

  /** The lanes are told of changes to what is in them, so they have everything before anything is awaited. Never rejects. */
  async function takeUp({ turns, deliveries }: ClaimedWork): Promise<void> {
    const isAtFault = ({ takenUp }: ClaimedTurn) => takenUp >= MAX_TAKEN_UP
    const left = turns.filter((claimed) => !isAtFault(claimed))
    for (const delivery of deliveries) {
      if (delivery.turnId === null && delivery.state === 'pending') pipeline.send(delivery)
    }
    for (const { turn } of left) if (turn.state === 'delivering') put(turn, { kind: 'resume', turn, cause: 'restart' })
    for (const claimed of left) putTurn(claimed)
    for (const claimed of turns) {
      try {
        if (isAtFault(claimed)) await giveUp(claimed.turn)
        else await takeOver(claimed)
      } catch (error) {
        log.error({ turn: claimed.turn.id, error: errorMessage(error) }, 'a turn of the last run could not be taken up')
      }
    }
  }

  /** Its conversation may have become part of another since, which is not held or has been released. */
  function put({ instanceName, conversationId }: TurnRecord, item: LaneItem): void {
    if (conversationId === null) return
    const lane = held.get(conversationId)
    if (lane === undefined) pipeline.enqueue(instanceName, conversationId, item)
    else lane.put(item)
  }

  function putTurn({ turn, conversation, message, contact }: ClaimedTurn): void {
    if (turn.state === 'delivering' || conversation === null || message === null) return
    const receivedAtMs = Date.parse(turn.receivedAt)
    put(turn, {
      kind: 'turn',
      turnId: turn.id,
      instanceName: turn.instanceName,
      message,
      conversation,
      contact,
      receivedAtMs,
      receivedTick: performance.now() - Math.max(0, now() - receivedAtMs),
      steps: [{ stage: 'receive', status: 'ok', offsetMs: 0, durationMs: 0, detail: 'Stored durably; taken up again after a restart.' }],
      decision: null,
      isRecovered: true,
      isAsked: turn.rerunOf !== null,
    })
  }

  /** The process may have died between the owner's message and the takeover. */
  async function takeOver({ turn, message, conversation, around }: ClaimedTurn): Promise<void> {
    if (turn.state === 'delivering' || message?.author !== 'phone' || conversation === null) return
    const instance = instances.find(turn.instanceName)
    if (instance !== null) await onPhone(instance, { message, conversation, ...(around === undefined ? {} : { around }) })
  }

  async function giveUp(turn: TurnRecord): Promise<void> {
    log.error({ turn: turn.id }, 'a turn that was under way at several crashes is left to a person')
    await turnEnd.giveUp(turn, GIVEN_UP)
    if (turn.conversationId !== null) await ownership.askForPerson(turn.conversationId, 'agent_failed')
  }

  return {
    async load() {
      const all = await storage.openWork()
      const groups = byConversation(all)
      refs = [...groups.values()].flat().filter(({ isCutOff }) => !isCutOff)
      for (const [conversationId, group] of groups) {
        open.set(conversationId, group.length)
        const [first] = group
        if (first !== undefined) held.set(conversationId, pipeline.hold(first.instanceName, conversationId))
      }
      // The platform may tell at any moment of what was sent: it is not a message of somebody on the phone.
      const cut = all.filter(({ isCutOff }) => isCutOff)
      if (cut.length > 0) await claim(cut)
    },
    start() {
      if (refs.length > 0) log.info({ turnsAndDeliveries: refs.length, conversations: held.size }, 'open work of the last run is taken up')
      running = run()
    },
    async stop() {
      stopping.abort()
      await running
    },
    get left() {
      return refs.length - done
    },
  }
}
