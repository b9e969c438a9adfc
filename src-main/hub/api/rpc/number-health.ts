import { os } from './base.ts'

export const numberHealthProcedures = {
  get: os.numberHealth.get.handler(({ input, context }) => context.numberHealth.view(input.instanceName)),
  resume: os.numberHealth.resume.handler(async ({ input, context }) => {
    await context.numberHealth.resume(input.instanceName)
    return context.numberHealth.view(input.instanceName)
  }),
}
