import { OmniError } from '../../../src-shared/errors.ts'
import { toPanelTrace } from '../traces/view.ts'
import { os } from './base.ts'

export const traceProcedures = {
  list: os.traces.list.handler(async ({ input, context }) => {
    const { before, limit, ...filter } = input
    const page = await context.storage.listTraces(filter, { before, limit })
    return { items: page.items.map(toPanelTrace), nextBefore: page.nextBefore }
  }),
  get: os.traces.get.handler(async ({ input, context }) => {
    const turn = await context.storage.getTrace(input.id)
    if (turn === null) throw new OmniError('not_found', 'There is no such trace.')
    return {
      trace: toPanelTrace(turn),
      payloads: (await context.storage.tracePayloads(turn.id)).map(({ storedBytes: _, ...payload }) => payload),
    }
  }),
}
