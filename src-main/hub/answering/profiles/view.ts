/** A saved agent as the panel sees it: settings without secrets. */
import type { AgentProfile } from '../../../../src-shared/contract/agents.ts'
import type { AgentBackend } from '../../agents/port.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'

/** `backend`: null for a kind that this version does not have. */
export function toPanelProfile(record: AgentProfileRecord, backend: AgentBackend | null, usedBy: string[]): AgentProfile {
  const secretFields = (backend?.type.fields ?? []).filter((field) => field.kind === 'secret').map((field) => field.name)
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    settings: record.settings,
    hasSecrets: Object.fromEntries(secretFields.map((field) => [field, record.secrets[field] !== undefined])),
    timeoutMs: record.timeoutMs,
    flags: record.flags,
    health: record.health,
    usedBy,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  }
}
