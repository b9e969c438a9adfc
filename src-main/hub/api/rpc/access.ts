import { os } from './base.ts'

export const accessProcedures = {
  list: os.access.list.handler(({ input, context }) => context.access.list(input.instanceName)),
  create: os.access.create.handler(({ input, context }) => {
    if (input.instanceName !== null) context.instances.get(input.instanceName)
    return context.access.create(input)
  }),
  remove: os.access.remove.handler(async ({ input, context }) => {
    await context.access.remove(input.id)
    return { removed: true as const }
  }),
  check: os.access.check.handler(({ input, context }) => {
    const { record } = context.instances.get(input.instanceName)
    return context.access.decide(record.name, record.behaviour.accessMode, [input.identity])
  }),
}
