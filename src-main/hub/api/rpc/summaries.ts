import { os } from './base.ts'

export const summaryProcedures = {
  get: os.summaries.get.handler(async ({ input, context }) => {
    const summary = await context.summaries.get(input.conversationId)
    if (summary === null) return null
    const { text, messageCount, writtenBy, writtenAt } = summary
    return { text, messageCount, writtenBy, writtenAt }
  }),
  forget: os.summaries.forget.handler(async ({ input, context }) => ({ forgotten: await context.summaries.forget(input.conversationId) })),
  bringBack: os.summaries.bringBack.handler(async ({ input, context }) => ({
    isBack: await context.summaries.bringBack(input.conversationId),
  })),
}
