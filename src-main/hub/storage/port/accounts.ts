/** Instances with what belongs to an account, who may write to it, and who may ask the hub. */
import type { AccessRule, CreateAccessRule } from '../../../../src-shared/contract/access.ts'
import type { ApiKeyRecord, InstanceRecord, SessionRecord } from '../records.ts'

/** One thing that a channel remembers. Values come sealed; the storage never sees what they mean. */
export interface ChannelKeyEntry {
  category: string
  id: string
  value: string | null
}

export interface AccountsWrites {
  createInstance(record: Omit<InstanceRecord, 'id'>): Promise<InstanceRecord>
  /** Replaces the whole row of that name. */
  saveInstance(record: InstanceRecord): Promise<void>
  /** Makes exactly this one the default. */
  setDefaultInstance(name: string): Promise<void>
  /** Removes the instance with everything that belongs to it, and takes it off every API key. */
  removeInstance(name: string): Promise<void>
  /** Saves what a channel remembers, all of it or nothing; a null value removes the entry. */
  saveChannelKeys(instanceName: string, entries: ChannelKeyEntry[]): Promise<void>
  /** Forgets these categories; with null, everything that the instance's channel remembers. */
  clearChannelKeys(instanceName: string, categories: string[] | null): Promise<void>
  createAccessRule(rule: CreateAccessRule, at: string): Promise<AccessRule>
  removeAccessRule(id: number): Promise<boolean>
  createApiKey(record: ApiKeyRecord): Promise<void>
  removeApiKey(id: string): Promise<boolean>
  touchApiKey(id: string, at: string): Promise<void>
  createSession(session: SessionRecord): Promise<void>
  touchSession(idHash: string, lastUsedAt: string): Promise<void>
  removeSession(idHash: string): Promise<void>
  setSetting(key: string, value: unknown): Promise<void>
}

export interface AccountsReads {
  listInstances(): Promise<InstanceRecord[]>
  /** The entries that exist, by id; with null, the whole category. */
  channelKeys(instanceName: string, category: string, ids: string[] | null): Promise<Record<string, string>>
  listAccessRules(): Promise<AccessRule[]>
  listApiKeys(): Promise<ApiKeyRecord[]>
  findSession(idHash: string): Promise<SessionRecord | null>
  /** The one that was used last first. */
  listSessions(): Promise<SessionRecord[]>
  getSetting(key: string): Promise<unknown>
}
