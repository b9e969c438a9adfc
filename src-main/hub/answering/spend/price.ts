/** What a use costs by the price table: whole millionths of the currency, rounded up. */
import type { Price, PriceTable } from '../../../../src-shared/contract/spend.ts'
import type { AgentUsage } from '../../agents/port.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'

const MILLION = 1_000_000

export interface Use extends AgentUsage {
  /** Of a recording that was heard, in whole seconds. */
  audioSeconds?: number
}

/** By what an agent may be named in the table: its model, its id on its server, its own name. */
export function namesOf({ settings, name }: Pick<AgentProfileRecord, 'settings' | 'name'>): string[] {
  const named = ['model', 'targetId', 'agentId'].flatMap((field) => (typeof settings[field] === 'string' ? [settings[field]] : []))
  return [...named, name].filter((one) => one !== '')
}

/** Null when nothing in the table fits. */
export function priceFor(table: PriceTable, names: string[]): Price | null {
  return table.prices.find(({ model }) => names.some((name) => fits(model, name))) ?? null
}

export function costMicros(
  { inputMicrosPerMillion, outputMicrosPerMillion }: Omit<Price, 'audioMicrosPerMinute'>,
  usage: AgentUsage,
): number {
  const micros = (usage.inputTokens ?? 0) * inputMicrosPerMillion + (usage.outputTokens ?? 0) * outputMicrosPerMillion
  return Math.ceil(micros / MILLION)
}

/** A recording is paid by the minute where the table says so, else by what it took in tokens; null: nobody knows. */
export function costOf(price: Price | null, use: Use): number | null {
  if (price === null) return null
  const { audioSeconds, inputTokens, outputTokens } = use
  if (audioSeconds === undefined) return costMicros(price, use)
  if (price.audioMicrosPerMinute !== null) return Math.ceil((audioSeconds * price.audioMicrosPerMinute) / 60)
  return inputTokens === null && outputTokens === null ? null : costMicros(price, use)
}

function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name)
}
