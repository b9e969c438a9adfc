import { pastTurns } from '../../panel/playground/past-turns.ts'
import { os } from './base.ts'

export const playgroundProcedures = {
  run: os.playground.run.handler(({ input, context, signal }) => context.dryRuns.run(input, signal ?? new AbortController().signal)),
  runs: os.playground.runs.handler(({ input, context }) => context.storage.listDryRuns(input.traceId ?? null, input.limit)),
  turns: os.playground.turns.handler(({ input, context }) => pastTurns(context.storage, input.conversationId)),
  examples: {
    list: os.playground.examples.list.handler(({ context }) => context.examples.list()),
    create: os.playground.examples.create.handler(({ input, context }) => {
      context.instances.get(input.instanceName)
      context.instances.get(input.agentOf)
      return context.examples.create(input)
    }),
    update: os.playground.examples.update.handler(({ input: { id, ...patch }, context }) => context.examples.update(id, patch)),
    remove: os.playground.examples.remove.handler(async ({ input, context }) => {
      await context.examples.remove(input.id)
      return { removed: true as const }
    }),
  },
}
