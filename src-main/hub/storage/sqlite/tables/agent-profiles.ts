/** Who answers: few rows, read at start and rarely written. */
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { AgentProfileRecord } from '../../records.ts'
import type { Db } from '../connection/database.ts'
import type { Sync } from '../connection/sync.ts'
import type { Row } from './rows.ts'

function toProfile(row: Row): AgentProfileRecord {
  return {
    id: row['id'],
    name: row['name'],
    kind: row['kind'],
    settings: JSON.parse(row['settings']),
    secrets: JSON.parse(row['secrets']),
    timeoutMs: row['timeout_ms'],
    flags: JSON.parse(row['flags']),
    health: JSON.parse(row['health']),
    madeFor: row['made_for'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
  }
}

export function agentProfileWrites(db: Db): Sync<Pick<StorageWrites, 'saveAgentProfile' | 'removeAgentProfile'>> {
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

export function agentProfileReads(db: Db): Sync<Pick<StorageReads, 'listAgentProfiles'>> {
  const all = db.prepare<[], Row>('SELECT * FROM agent_profiles ORDER BY created_at, id')
  return { listAgentProfiles: () => all.all().map(toProfile) }
}
