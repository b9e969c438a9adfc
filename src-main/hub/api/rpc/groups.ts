import { listGroups } from '../../accounts/groups/list.ts'
import { os } from './base.ts'

export const groupProcedures = {
  list: os.groups.list.handler(({ input, context }) => listGroups(context, input.instanceName)),
}
