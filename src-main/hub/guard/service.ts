/** The access rules in force, kept in memory: every message asks, nobody waits for a disk. */
import type { AccessDecision, AccessRule, CreateAccessRule } from '../../../src-shared/contract/access.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import type { Storage } from '../storage/port.ts'
import { canonicalPattern, decideAccess } from './rules.ts'

export interface AccessService {
  load(): Promise<void>
  list(instanceName?: string): AccessRule[]
  create(rule: CreateAccessRule): Promise<AccessRule>
  remove(id: number): Promise<void>
  decide(instanceName: string, mode: 'open' | 'allowlist' | 'blocklist', identities: string[]): AccessDecision
  forgetInstance(instanceName: string): void
}

export function createAccessService(storage: Storage, now: () => number): AccessService {
  let rules: AccessRule[] = []
  return {
    async load() {
      rules = await storage.listAccessRules()
    },
    list: (instanceName) =>
      instanceName === undefined ? [...rules] : rules.filter((rule) => rule.instanceName === null || rule.instanceName === instanceName),
    async create(rule) {
      if (rule.pattern.trim() !== '*' && !/[\p{L}\p{N}]/u.test(canonicalPattern(rule.pattern)))
        throw new OmniError('bad_request', 'Give a phone number or an id; "*" alone means everyone.')
      // Two notations of one number are one rule.
      const pattern = canonicalPattern(rule.pattern)
      const isSame = (other: AccessRule) =>
        other.instanceName === rule.instanceName && other.type === rule.type && canonicalPattern(other.pattern) === pattern
      if (rules.some(isSame)) throw new OmniError('conflict', `There already is a rule to ${rule.type} "${rule.pattern}" here.`)
      const created = await storage.createAccessRule(rule, new Date(now()).toISOString())
      rules = [...rules, created]
      return created
    },
    async remove(id) {
      if (!(await storage.removeAccessRule(id))) throw new OmniError('not_found', 'This rule no longer exists.')
      rules = rules.filter((rule) => rule.id !== id)
    },
    decide: (instanceName, mode, identities) => decideAccess(rules, mode, instanceName, identities),
    forgetInstance(instanceName) {
      rules = rules.filter((rule) => rule.instanceName !== instanceName)
    },
  }
}
