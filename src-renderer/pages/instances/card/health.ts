import type { Instance, InstanceActivity } from '../../../../src-shared/contract/instances.ts'

const SILENT_MS = 24 * 3_600_000

export type Ailment =
  | { kind: 'agentFailing' }
  | { kind: 'unanswered'; count: number }
  | { kind: 'webhookSilent' }
  | { kind: 'note'; message: string }

type Known = Pick<Instance, 'webhookUrl' | 'isActive'> & { connection: Pick<Instance['connection'], 'state' | 'since' | 'message'> }

/** What is not well with an account that is connected; what keeps it from connecting is its state. */
export function ailmentsOf(instance: Known, activity: InstanceActivity | undefined, nowMs: number): Ailment[] {
  const { state, since, message } = instance.connection
  if (state !== 'connected') return []
  const ailments: Ailment[] = []
  if (message !== null) ailments.push({ kind: 'note', message })
  if (!activity) return ailments
  if (activity.isAgentFailing) ailments.push({ kind: 'agentFailing' })
  const count = activity.hours.reduce((sum, hour) => sum + hour.failed, 0)
  if (count > 0) ailments.push({ kind: 'unanswered', count })
  // Since when it could have been called: a shop that was connected this morning has not been silent for a day.
  const heardAt = Math.max(Date.parse(since), activity.lastWebhookCallAt === null ? 0 : Date.parse(activity.lastWebhookCallAt))
  if (instance.webhookUrl !== null && nowMs - heardAt > SILENT_MS) ailments.push({ kind: 'webhookSilent' })
  return ailments
}
