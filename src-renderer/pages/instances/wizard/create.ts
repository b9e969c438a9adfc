import i18next from 'i18next'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import { fallbackTexts } from '../../../components/agent/fallback-texts.ts'
import { typedSecrets } from '../../../components/fields/secrets.ts'
import { hub } from '../../../hub/client.ts'
import { recordInstance } from '../queries.ts'

interface Typed {
  /** Secret fields of the channel, as they are sent; null forgets one. */
  secrets?: Record<string, string | null>
  /** Who answers and with which texts, once it was said. */
  agent?: Pick<Instance, 'house'> & { agentProfileId: string }
}

/**
 * Creates the instance of a draft, or brings one that was created before up to date with it. What it
 * says when no answer comes is in the language of the person who creates it.
 * Nobody is answered on a real account before that is started.
 */
export async function createInstance(draft: SetupDraft, { secrets = {}, agent }: Typed): Promise<Instance> {
  const { channel, provider, name, settings, createdName } = draft
  const displayName = draft.displayName.trim() || name
  if (channel === null) throw new Error('No channel was chosen.')
  const instance =
    createdName === null
      ? await hub.instances.create({
          name,
          displayName,
          channel,
          provider,
          settings,
          secrets: typedSecrets(secrets),
          behaviour: { fallback: fallbackTexts(), stillWorking: { text: i18next.t('agents:answering.stillWorkingSample') } },
          ...agent,
        })
      : await hub.instances.update({ name: createdName, displayName, settings, secrets })
  recordInstance(instance)
  return instance
}
