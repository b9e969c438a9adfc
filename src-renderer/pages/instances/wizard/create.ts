import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { hub } from '../../../hub/client.ts'
import { recordInstance } from '../queries.ts'
import type { WizardDraft } from './draft.ts'

function filled(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret.trim() !== ''))
}

/** Creates the instance of a draft, or saves the account settings of one that was created before. */
export async function createInstance(draft: WizardDraft, secrets: Record<string, string>): Promise<Instance> {
  const { channel, provider, name, settings, createdName, agent, house } = draft
  if (channel === null) throw new Error('No channel was chosen.')
  const instance =
    createdName === null
      ? await hub.instances.create({ name, channel, provider, settings, secrets: filled(secrets), agent, house })
      : await hub.instances.update({ name: createdName, settings, secrets: filled(secrets) })
  recordInstance(instance)
  return instance
}
