import { listGroups } from '../groups/list.ts'
import { os } from './base.ts'

export const groupProcedures = {
  list: os.groups.list.handler(async ({ input, context }) => {
    const { groups, isComplete } = await listGroups(context, input.instanceName)
    return { groups, isComplete }
  }),
}
