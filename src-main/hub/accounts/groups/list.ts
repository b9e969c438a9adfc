/** The groups of an account: those that the platform names, and those that are known here. */
import type { Group } from '../../../../src-shared/contract/groups.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { Storage } from '../../storage/port.ts'
import type { InstanceService } from '../instances/service.ts'

/** Enough for every account; more could not be picked from anyhow. */
const MAX_KNOWN = 200

interface Sources {
  instances: InstanceService
  storage: Storage
}

export async function listGroups({ instances, storage }: Sources, instanceName: string): Promise<{ groups: Group[]; isComplete: boolean }> {
  const instance = instances.get(instanceName)
  const found = new Map<string, Group>()
  const known = await storage.listConversations({ instanceName, kind: 'group' }, { limit: MAX_KNOWN })
  for (const { externalId, name } of known.items) found.set(externalId, { chatId: externalId, name: name ?? externalId, memberCount: null })
  let isComplete = false
  try {
    for (const { externalId, name, memberCount } of (await instance.channel.listGroups?.()) ?? [])
      found.set(externalId, { chatId: externalId, name, memberCount })
    isComplete = instance.channel.listGroups !== undefined
  } catch (error) {
    // Without a connection, what is known here can be picked from all the same.
    if (!(error instanceof OmniError)) throw error
  }
  return { groups: [...found.values()].sort((a, b) => a.name.localeCompare(b.name)), isComplete }
}
