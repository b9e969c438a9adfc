import type { AgentProfile } from '../../../../src-shared/contract/agents.ts'
import type { HouseTexts, Instance } from '../../../../src-shared/contract/instances.ts'
import type { StartDryRun } from '../../../../src-shared/contract/playground.ts'
import type { FieldValues } from '../../../components/fields/field-values.ts'
import { changedSecrets } from '../../../components/fields/secrets.ts'

/** An agent with what is changed about it for a try; once it is used, only such secrets as are to be sent. */
export interface AgentTry extends FieldValues {
  profileId: string
  house: HouseTexts
}

/** Who is asked: the agent of an instance, as it is saved or changed for the try alone. */
export interface AgentChoice {
  instanceName: string
  draft: AgentTry | null
}

/** As it is saved. */
export function savedTry(instance: Instance, profile: AgentProfile): AgentTry {
  return { profileId: profile.id, settings: profile.settings, secrets: {}, house: instance.house }
}

export function askedAgent({ instanceName, draft }: AgentChoice): StartDryRun['agent'] {
  if (draft === null) return { instanceName }
  const { profileId, settings, house } = draft
  return { instanceName, profileId, settings, secrets: changedSecrets(draft.secrets, []), house }
}

/** The one that a person most likely means: what the lists show, the default, the first. */
export function likelyInstance(instances: Instance[], shown: string | null): Instance | undefined {
  return instances.find(({ name }) => name === shown) ?? instances.find(({ isDefault }) => isDefault) ?? instances[0]
}
