/** A saved agent as a form has it: what is on the screen, and the secrets that were typed now. */

import {
  type AgentFlags,
  type AgentOnTry,
  type AgentProfile,
  type AgentType,
  agentFlagsSchema,
  type CreateAgentProfile,
  type UpdateAgentProfile,
} from '../../../src-shared/contract/agents.ts'
import { firstChoices } from '../../../src-shared/declared-form.ts'
import { type FieldError, fieldErrors } from '../fields/field-errors.ts'
import type { FieldValues } from '../fields/field-values.ts'
import { changedSecrets, typedSecrets } from '../fields/secrets.ts'

export interface AgentDraft extends FieldValues {
  /** Null: not saved yet. */
  id: string | null
  kind: string
  name: string
  timeoutMs: number
  flags: AgentFlags
}

export function draftOf({ id, kind, name, settings, timeoutMs, flags }: AgentProfile): AgentDraft {
  return { id, kind, name, settings, secrets: {}, timeoutMs, flags }
}

/** `name`: what the kind is called here. */
export function newDraft({ kind, fields, presets, offers }: AgentType, name: string): AgentDraft {
  return {
    id: null,
    kind,
    name,
    settings: { ...firstChoices(fields), ...presets[0]?.settings },
    secrets: {},
    timeoutMs: 60_000,
    flags: agentFlagsSchema.parse({ takesImages: offers.images && presets.length === 0 }),
  }
}

export function createInput({ kind, name, settings, secrets, timeoutMs, flags }: AgentDraft): CreateAgentProfile {
  return { kind, name: name.trim(), settings, secrets: typedSecrets(secrets), timeoutMs, flags }
}

/**
 * A secret that was not typed stays as it is saved.
 * @param moved see `movedSecrets`
 */
export function updateInput(id: string, draft: AgentDraft, moved: readonly string[] = []): UpdateAgentProfile {
  const { name, settings, secrets, timeoutMs, flags } = draft
  return { id, name: name.trim(), settings, secrets: changedSecrets(secrets, moved), timeoutMs, flags }
}

export function onTry({ id, kind, settings, secrets, timeoutMs }: AgentDraft, moved: readonly string[] = []): AgentOnTry {
  return { ...(id === null ? {} : { id }), kind, settings, secrets: changedSecrets(secrets, moved), timeoutMs }
}

/** What is wrong with it, by field; the name counts as `name`. */
export function draftErrors(
  draft: AgentDraft,
  type: AgentType,
  hasSecrets: Record<string, boolean>,
  moved: readonly string[] = [],
): { name: boolean; fields: Record<string, FieldError> } | null {
  const fields = fieldErrors(type.fields, draft, hasSecrets, moved)
  const name = draft.name.trim() === ''
  return name || Object.keys(fields).length > 0 ? { name, fields } : null
}
