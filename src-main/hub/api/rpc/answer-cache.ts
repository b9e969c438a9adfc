import { tryFixedAnswers } from '../../answering/cache/fixed-answers.ts'
import { os } from './base.ts'

export const answerCacheProcedures = {
  figures: os.answerCache.figures.handler(({ input, context }) =>
    context.answerCache.figures(context.instances.get(input.instanceName).record),
  ),
  list: os.answerCache.list.handler(({ input: { instanceName, query, ...page }, context }) =>
    context.answerCache.list(context.instances.get(instanceName).record, query, page),
  ),
  get: os.answerCache.get.handler(({ input, context }) => context.answerCache.get(input.id)),
  forget: os.answerCache.forget.handler(async ({ input, context }) => ({ forgotten: await context.answerCache.forget(input.id) })),
  forgetAll: os.answerCache.forgetAll.handler(async ({ input, context }) => ({
    forgotten: await context.answerCache.forgetAll(context.instances.get(input.instanceName).record.name),
  })),
  tryFixed: os.answerCache.tryFixed.handler(({ input, context }) => {
    context.instances.get(input.instanceName)
    return tryFixedAnswers(input.fixed, input.text)
  }),
}
