import i18next from 'i18next'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import { fallbackTexts } from '../../../components/agent/fallback-texts.ts'
import { savedTexts } from '../../../components/agent/house-texts.ts'
import { hub } from '../../../hub/client.ts'
import { recordInstance } from '../queries.ts'

function filled(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret.trim() !== ''))
}

interface Typed {
  /** Secret fields of the channel. */
  secrets?: Record<string, string>
  /** Was it said who answers, and with which texts? */
  isAgentChosen?: boolean
}

/**
 * Creates the instance of a draft, or brings one that was created before up to date with it. What it
 * says when no answer comes is in the language of the person who creates it.
 *
 * An account that is linked before it was said who answers has customers already: they must not hear
 * the samples, which are another shop's. The house agent then knows nothing, and asks for a person.
 */
export async function createInstance(draft: SetupDraft, { secrets = {}, isAgentChosen = false }: Typed): Promise<Instance> {
  const { channel, provider, name, settings, createdName, agentProfileId, house } = draft
  if (channel === null) throw new Error('No channel was chosen.')
  const instance =
    createdName === null
      ? await hub.instances.create({
          name,
          channel,
          provider,
          settings,
          secrets: filled(secrets),
          behaviour: { fallback: fallbackTexts(), stillWorking: { text: i18next.t('answering:stillWorkingSample') } },
          ...(isAgentChosen ? { agentProfileId, house: savedTexts(house) } : {}),
        })
      : await hub.instances.update({ name: createdName, settings, secrets: filled(secrets) })
  recordInstance(instance)
  return instance
}
