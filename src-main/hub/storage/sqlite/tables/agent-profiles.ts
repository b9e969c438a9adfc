/** Who answers: few rows, read at start and rarely written. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { AgentProfileRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { agentProfiles } from '../schema/agents.ts'
import type { Row } from '../schema/row.ts'
import { parse } from './rows.ts'

type AgentProfileRow = Row<typeof agentProfiles>

function toProfile(row: AgentProfileRow): AgentProfileRecord {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: parse(row.settings),
    secrets: parse(row.secrets),
    timeoutMs: row.timeout_ms,
    flags: parse(row.flags),
    health: parse(row.health),
    madeFor: row.made_for,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function agentProfileWrites(db: Statements): Sync<Pick<StorageWrites, 'saveAgentProfile' | 'removeAgentProfile'>> {
  const save = db.prepare(
    `INSERT INTO agent_profiles (id, name, kind, settings, secrets, timeout_ms, flags, health, made_for, created_at, updated_at)
     VALUES ($id, $name, $kind, $settings, $secrets, $timeoutMs, $flags, $health, $madeFor, $createdAt, $updatedAt)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, settings = excluded.settings, secrets = excluded.secrets,
       timeout_ms = excluded.timeout_ms, flags = excluded.flags, health = excluded.health, made_for = excluded.made_for,
       updated_at = excluded.updated_at`,
  )
  const remove = db.prepare(
    'DELETE FROM agent_profiles WHERE id = $id AND NOT EXISTS (SELECT 1 FROM instances WHERE agent_profile_id = $id)',
  )
  return {
    saveAgentProfile(record) {
      save.run({
        ...record,
        settings: JSON.stringify(record.settings),
        secrets: JSON.stringify(record.secrets),
        flags: JSON.stringify(record.flags),
        health: JSON.stringify(record.health),
      })
    },
    removeAgentProfile: (id) => remove.run({ id }).changes > 0,
  }
}

export function agentProfileReads(db: Statements): Sync<Pick<StorageReads, 'listAgentProfiles'>> {
  const all = db.prepare<[], AgentProfileRow>('SELECT * FROM agent_profiles ORDER BY created_at, id')
  return { listAgentProfiles: () => all.all().map(toProfile) }
}
