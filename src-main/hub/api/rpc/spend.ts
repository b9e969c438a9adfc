import type { Spend } from '../../../../src-shared/contract/spend.ts'
import { os } from './base.ts'

const NOTHING: Spend = { turns: 0, inputTokens: 0, outputTokens: 0, audioSeconds: 0, costMicros: 0 }

function plus(a: Spend, b: Spend): Spend {
  return {
    turns: a.turns + b.turns,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    audioSeconds: a.audioSeconds + b.audioSeconds,
    costMicros: a.costMicros + b.costMicros,
  }
}

export const spendProcedures = {
  prices: {
    get: os.spend.prices.get.handler(({ context }) => context.agentSpend.prices()),
    save: os.spend.prices.save.handler(({ input, context }) => context.agentSpend.savePrices(input)),
  },
  now: os.spend.now.handler(({ context }) => ({
    currency: context.agentSpend.prices().currency,
    instances: context.agentSpend.now(),
  })),
  ofContact: os.spend.ofContact.handler(async ({ input, context }) => ({
    currency: context.agentSpend.prices().currency,
    spend: await context.storage.agentUseOfContact(input.contactId),
  })),
  byDay: os.spend.byDay.handler(async ({ input, context }) => {
    const days = new Map<string, Spend>()
    for (const { day, ...use } of await context.storage.agentUseByDay(input)) days.set(day, plus(days.get(day) ?? NOTHING, use))
    return {
      currency: context.agentSpend.prices().currency,
      total: [...days.values()].reduce(plus, NOTHING),
      days: [...days].map(([day, use]) => ({ day, ...use })),
    }
  }),
}
