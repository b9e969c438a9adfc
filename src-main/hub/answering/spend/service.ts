/**
 * What agents use and cost: counted with every answer, shown everywhere, and held to the limits of
 * each instance. Days are those of the machine that this runs on, as the owner's are.
 */
import { type InstanceSpend, type PriceTable, priceTableSchema, type Spend } from '../../../../src-shared/contract/spend.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'
import { costOf, namesOf, priceFor, type Use } from './price.ts'

const SETTING = 'agents.prices'
const NOTHING: Spend = { turns: 0, inputTokens: 0, outputTokens: 0, audioSeconds: 0, costMicros: 0 }

export type Reached = 'daily' | 'monthly'

export interface AgentSpend {
  load(): Promise<void>
  prices(): PriceTable
  savePrices(table: PriceTable): Promise<PriceTable>
  /** Counts what an answer, or a recording that was heard, used. Resolves when it is written down. */
  count(
    turn: { id: string | null; instanceName: string; contactId: string | null },
    profile: Pick<AgentProfileRecord, 'id' | 'name' | 'settings'>,
    usage: Use,
  ): Promise<void>
  /** Which limit of the instance is reached at this moment. */
  reached(instanceName: string): Reached | null
  now(): InstanceSpend[]
}

interface Options {
  storage: Pick<Storage, 'getSetting' | 'setSetting' | 'countAgentUse' | 'agentUseByDay'>
  bus: LiveBus
  now: () => number
  instances: () => { name: string; behaviour: { spendingLimit: { dailyMicros: number | null; monthlyMicros: number | null } } }[]
}

/** For the owner. */
export const reachedMessage = (reached: Reached): string =>
  reached === 'daily'
    ? 'Its spending limit of the day is reached. Customers get the fallback text until tomorrow.'
    : 'Its spending limit of the month is reached. Customers get the fallback text until next month.'

/** The date of a moment on this machine: `2026-03-14`. */
export function dayOf(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export function createAgentSpend({ storage, bus, now, instances }: Options): AgentSpend {
  let table: PriceTable = priceTableSchema.parse({})
  /** By instance and day, of the present month. */
  const days = new Map<string, Map<string, Spend>>()

  function add(instanceName: string, day: string, use: Spend): void {
    const ofInstance = days.get(instanceName) ?? new Map<string, Spend>()
    days.set(instanceName, ofInstance)
    ofInstance.set(day, sum([ofInstance.get(day) ?? NOTHING, use]))
  }

  function sum(all: Spend[]): Spend {
    return all.reduce(
      (a, b) => ({
        turns: a.turns + b.turns,
        inputTokens: a.inputTokens + b.inputTokens,
        outputTokens: a.outputTokens + b.outputTokens,
        audioSeconds: a.audioSeconds + b.audioSeconds,
        costMicros: a.costMicros + b.costMicros,
      }),
      NOTHING,
    )
  }

  function ofInstance(name: string): { today: Spend; month: Spend } {
    const today = dayOf(now())
    const month = today.slice(0, 7)
    const known = days.get(name) ?? new Map<string, Spend>()
    return {
      today: known.get(today) ?? NOTHING,
      month: sum([...known].flatMap(([day, spend]) => (day.startsWith(month) ? [spend] : []))),
    }
  }

  function reached(name: string): Reached | null {
    const limit = instances().find((instance) => instance.name === name)?.behaviour.spendingLimit
    if (limit === undefined || (limit.dailyMicros === null && limit.monthlyMicros === null)) return null
    const { today, month } = ofInstance(name)
    if (limit.dailyMicros !== null && today.costMicros >= limit.dailyMicros) return 'daily'
    return limit.monthlyMicros !== null && month.costMicros >= limit.monthlyMicros ? 'monthly' : null
  }

  return {
    async load() {
      table = priceTableSchema.catch(priceTableSchema.parse({})).parse((await storage.getSetting(SETTING)) ?? {})
      const today = dayOf(now())
      for (const { instanceName, day, ...use } of await storage.agentUseByDay({ from: `${today.slice(0, 7)}-01`, to: today })) {
        add(instanceName, day, use)
      }
    },
    prices: () => table,
    async savePrices(next) {
      await storage.setSetting(SETTING, next)
      table = next
      return table
    },
    async count({ id, instanceName, contactId }, profile, usage) {
      const price = priceFor(table, namesOf(profile))
      const day = dayOf(now())
      const cost = costOf(price, usage)
      const { inputTokens, outputTokens, audioSeconds } = usage
      const use: Spend = {
        turns: audioSeconds === undefined ? 1 : 0,
        inputTokens: inputTokens ?? 0,
        outputTokens: outputTokens ?? 0,
        audioSeconds: audioSeconds ?? 0,
        costMicros: cost ?? 0,
      }
      const wasReached = reached(instanceName)
      add(instanceName, day, use)
      await storage.countAgentUse({
        turnId: id,
        instanceName,
        contactId,
        agentProfileId: profile.id,
        day,
        inputTokens,
        outputTokens,
        ...(audioSeconds === undefined ? {} : { audioSeconds }),
        costMicros: cost,
      })
      // Home says so as soon as it is so.
      const isReached = reached(instanceName)
      if (isReached === wasReached) return
      bus.publish({ type: 'agents.changed' })
      if (isReached !== null)
        bus.publish({ type: 'spend.reached', instanceName, message: reachedMessage(isReached), at: new Date(now()).toISOString() })
    },
    reached,
    now: () => instances().map(({ name }) => ({ instanceName: name, ...ofInstance(name), reached: reached(name) })),
  }
}
