/** Which instances a list shows. */
import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../../accounts/instances/service.ts'
import { coversInstance } from './auth.ts'
import { booleanFlag } from './schemas.ts'

export const listQuery = z.object({
  skip: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  channel_type: z.string().max(40).optional(),
  /** Panels of v1 know no simulator, and refuse a list with one. */
  include_simulator: booleanFlag.default(false),
})
export type ListQuery = z.infer<typeof listQuery>

/** Those that the key covers. */
export function listed(instances: InstanceService, request: FastifyRequest, query: ListQuery): RunningInstance[] {
  const { skip, limit, channel_type, include_simulator } = query
  const isShown = ({ record, driver }: RunningInstance) =>
    channel_type === undefined
      ? include_simulator || driver.type.isForTrying !== true
      : record.channel === channel_type.trim().toLowerCase()
  return instances
    .list()
    .filter((instance) => coversInstance(request, instance.record.name) && isShown(instance))
    .slice(skip, skip + limit)
}
