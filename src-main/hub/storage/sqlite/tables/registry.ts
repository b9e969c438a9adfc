/** Instances, access rules, keys, sessions and settings: small tables that are read at start and rarely written. */
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { StorageWrites } from '../../port.ts'
import type { InstanceRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { type AccessRuleRow, type InstanceRow, toAccessRule, toInstance, written } from './rows.ts'

function columns(record: Omit<InstanceRecord, 'id'>) {
  return {
    name: record.name,
    displayName: record.displayName,
    channel: record.channel,
    provider: record.provider,
    isActive: Number(record.isActive),
    isAnswering: record.isAnswering === null ? null : Number(record.isAnswering),
    isDefault: Number(record.isDefault),
    settings: JSON.stringify(record.settings),
    secrets: JSON.stringify(record.secrets),
    agentProfileId: record.agentProfileId,
    behaviour: JSON.stringify(record.behaviour),
    routing: JSON.stringify(record.routing),
    house: JSON.stringify(record.house),
    acceptsUnsignedWebhooks: Number(record.acceptsUnsignedWebhooks),
    extra: JSON.stringify(record.extra),
    connection: JSON.stringify(record.connection),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  }
}

export function registryWrites(
  db: Statements,
): Sync<
  Pick<
    StorageWrites,
    | 'createInstance'
    | 'saveInstance'
    | 'setDefaultInstance'
    | 'removeInstance'
    | 'createAccessRule'
    | 'removeAccessRule'
    | 'createApiKey'
    | 'removeApiKey'
    | 'touchApiKey'
    | 'setSetting'
    | 'createSession'
    | 'touchSession'
    | 'removeSession'
  >
> {
  const byName = db.prepare<[string], InstanceRow>('SELECT * FROM instances WHERE name = ?')
  const insert = db.prepare(
    `INSERT INTO instances (name, display_name, channel, provider, is_active, is_answering, is_default, settings, secrets, agent_profile_id, behaviour, routing, house, accepts_unsigned_webhooks, extra, connection, created_at, updated_at)
     VALUES ($name, $displayName, $channel, $provider, $isActive, $isAnswering, $isDefault, $settings, $secrets, $agentProfileId, $behaviour, $routing, $house, $acceptsUnsignedWebhooks, $extra, $connection, $createdAt, $updatedAt)`,
  )
  const save = db.prepare(
    `UPDATE instances SET display_name = $displayName, channel = $channel, provider = $provider, is_active = $isActive, is_answering = $isAnswering, settings = $settings, secrets = $secrets,
       agent_profile_id = $agentProfileId, behaviour = $behaviour, routing = $routing, house = $house, accepts_unsigned_webhooks = $acceptsUnsignedWebhooks, extra = $extra,
       connection = $connection, updated_at = $updatedAt WHERE name = $name`,
  )
  const setDefault = db.prepare('UPDATE instances SET is_default = (name = ?)')
  const remove = db.prepare('DELETE FROM instances WHERE name = ?')
  const narrowKeys = db.prepare(
    `UPDATE api_keys SET instance_names = (SELECT json_group_array(value) FROM json_each(instance_names) WHERE value <> @name)
     WHERE EXISTS (SELECT 1 FROM json_each(instance_names) WHERE value = @name)`,
  )
  const sameRule = db.prepare<[string | null, string, string], AccessRuleRow>(
    'SELECT * FROM access_rules WHERE instance_name IS ? AND pattern = ? AND type = ?',
  )
  const insertRule = db.prepare('INSERT INTO access_rules (instance_name, pattern, type, reason, created_at) VALUES (?, ?, ?, ?, ?)')
  const ruleById = db.prepare<[number | bigint], AccessRuleRow>('SELECT * FROM access_rules WHERE id = ?')
  const removeRule = db.prepare('DELETE FROM access_rules WHERE id = ?')
  const insertKey = db.prepare(
    'INSERT INTO api_keys (id, name, prefix, hash, scope, instance_names, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const removeKey = db.prepare('DELETE FROM api_keys WHERE id = ?')
  const touchKey = db.prepare('UPDATE api_keys SET last_used_at = ? WHERE id = ?')
  const saveSetting = db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const dropOldSessions = db.prepare('DELETE FROM sessions WHERE expires_at < ?')
  const insertSession = db.prepare(
    'INSERT INTO sessions (id_hash, panel_key_hash, files_key_hash, created_at, expires_at, user_agent, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const touchSession = db.prepare('UPDATE sessions SET last_used_at = ? WHERE id_hash = ?')
  const removeSession = db.prepare('DELETE FROM sessions WHERE id_hash = ?')

  return {
    createInstance(record) {
      if (byName.get(record.name) !== undefined) throw new OmniError('conflict', `An account named "${record.name}" already exists.`)
      insert.run(columns(record))
      return toInstance(written(byName.get(record.name)))
    },
    saveInstance(record) {
      save.run(columns(record))
    },
    setDefaultInstance(name) {
      setDefault.run(name)
    },
    removeInstance(name) {
      remove.run(name)
      narrowKeys.run({ name })
    },
    createAccessRule(rule, at) {
      const same = sameRule.get(rule.instanceName, rule.pattern, rule.type)
      if (same !== undefined) throw new OmniError('conflict', `There already is a rule to ${rule.type} "${rule.pattern}" here.`)
      const inserted = insertRule.run(rule.instanceName, rule.pattern, rule.type, rule.reason, at)
      return toAccessRule(written(ruleById.get(inserted.lastInsertRowid)))
    },
    removeAccessRule: (id) => removeRule.run(id).changes > 0,
    createApiKey(record) {
      insertKey.run(
        record.id,
        record.name,
        record.prefix,
        record.hash,
        record.scope,
        record.instanceNames === null ? null : JSON.stringify(record.instanceNames),
        record.createdAt,
        record.lastUsedAt,
      )
    },
    removeApiKey: (id) => removeKey.run(id).changes > 0,
    touchApiKey(id, at) {
      touchKey.run(at, id)
    },
    setSetting(key, value) {
      saveSetting.run(key, JSON.stringify(value))
    },
    createSession(session) {
      dropOldSessions.run(session.createdAt)
      insertSession.run(
        session.idHash,
        session.panelKeyHash,
        session.filesKeyHash,
        session.createdAt,
        session.expiresAt,
        session.userAgent,
        session.lastUsedAt,
      )
    },
    touchSession(idHash, lastUsedAt) {
      touchSession.run(lastUsedAt, idHash)
    },
    removeSession(idHash) {
      removeSession.run(idHash)
    },
  }
}
