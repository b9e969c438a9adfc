import { os } from './base.ts'

export const setupProcedures = {
  get: os.setup.get.handler(({ context }) => context.setup.draft()),
  save: os.setup.save.handler(async ({ input, context }) => {
    await context.setup.save(input.draft, input.windowId)
    return { saved: true as const }
  }),
  forget: os.setup.forget.handler(async ({ input, context }) => {
    await context.setup.forget(input.windowId)
    return { forgotten: true as const }
  }),
  endFirstRun: os.setup.endFirstRun.handler(async ({ context }) => {
    await context.setup.endFirstRun()
    return { ended: true as const }
  }),
  hideChecklist: os.setup.hideChecklist.handler(async ({ context }) => {
    await context.setup.hideChecklist()
    return { hidden: true as const }
  }),
}
