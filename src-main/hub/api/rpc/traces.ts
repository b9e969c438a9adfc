import type { ChannelKind } from '../../../../src-shared/contract/instances.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import { toPanelTrace } from '../../live/views/trace.ts'
import { cacheHitInTurn, saidInTurn } from '../../panel/said-in-turn.ts'
import type { Services } from '../services.ts'
import { os } from './base.ts'

const instancesOf = (context: Services, channel: ChannelKind) =>
  context.instances.list().flatMap(({ record }) => (record.channel === channel ? [record.name] : []))

export const traceProcedures = {
  list: os.traces.list.handler(async ({ input, context }) => {
    const { before, limit, channel, from, to, ...filter } = input
    const page = await context.storage.listTraces(
      { ...filter, fromIso: from, toIso: to, instanceNames: channel === undefined ? undefined : instancesOf(context, channel) },
      { before, limit, isBounded: true },
    )
    return { items: page.items.map(toPanelTrace), nextBefore: page.nextBefore }
  }),
  get: os.traces.get.handler(async ({ input, context }) => {
    const turn = await context.storage.getTrace(input.id)
    if (turn === null) throw new OmniError('not_found', 'This trace no longer exists.')
    const { storage } = context
    const [said, cacheHit, payloads] = await Promise.all([
      saidInTurn(storage, turn.id),
      cacheHitInTurn(storage, turn.id),
      storage.tracePayloads(turn.id),
    ])
    return { trace: toPanelTrace(turn), said, cacheHit, payloads: payloads.map(({ storedBytes: _, ...payload }) => payload) }
  }),
}
