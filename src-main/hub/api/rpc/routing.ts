import { checkRouting } from '../../answering/routing/service.ts'
import { os } from './base.ts'

export const routingProcedures = {
  try: os.routing.try.handler(({ input, context, signal }) => {
    const { record } = context.instances.get(input.instanceName)
    const routing = checkRouting(input.routing, context.agentProfiles)
    const atMs = input.at === undefined ? context.now() : Date.parse(input.at)
    const facts = { text: input.text, kinds: [input.kind], labels: input.labels, atMs }
    return context.routing.choose(record, facts, { signal: signal ?? new AbortController().signal, routing })
  }),
}
