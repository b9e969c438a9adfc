/**
 * Who may talk to the agent. Pure rules, as Omni v1 documents them ("Access rules"): a trailing `*`
 * is a prefix and a bare `*` is everyone; the longest match wins; an instance's rule beats a global
 * one of the same length; on a tie block wins. Without a match everyone is allowed, unless the
 * instance has any allow rule or is in allowlist mode.
 */
import type { AccessDecision, AccessRule } from '../../../src-shared/contract/access.ts'
import { phoneDigits } from '../../../src-shared/phone-number.ts'

/**
 * One form for comparing: phone numbers as digits, whatever the notation (`+55 11…`, JIDs with or
 * without device); other platform ids lower-cased. A trailing `*` stays.
 */
export function canonicalPattern(pattern: string): string {
  const trimmed = pattern.trim()
  const isPrefix = trimmed.endsWith('*')
  const stem = canonicalIdentity(isPrefix ? trimmed.slice(0, -1) : trimmed)
  return isPrefix ? `${stem}*` : stem
}

export function canonicalIdentity(value: string): string {
  const local = value.trim().replace(/[@:].*/s, '')
  return phoneDigits(local) ?? local.toLowerCase()
}

interface Match {
  rule: AccessRule
  length: number
}

function matchLength(pattern: string, identities: string[]): number {
  const canonical = canonicalPattern(pattern)
  if (canonical === '') return -1
  if (canonical.endsWith('*')) {
    const prefix = canonical.slice(0, -1)
    // Everyone is also who has no id that is known.
    return prefix === '' || identities.some((identity) => identity.startsWith(prefix)) ? prefix.length : -1
  }
  return identities.includes(canonical) ? canonical.length : -1
}

function isStronger(candidate: Match, best: Match): boolean {
  if (candidate.length !== best.length) return candidate.length > best.length
  const candidateIsLocal = candidate.rule.instanceName !== null
  const bestIsLocal = best.rule.instanceName !== null
  if (candidateIsLocal !== bestIsLocal) return candidateIsLocal
  return candidate.rule.type === 'block'
}

/** What a rule decides where it is the one that counts, said in the owner's own words about the person. */
export function decisionBy(rule: AccessRule): AccessDecision {
  const because = rule.reason === null || rule.reason === '' ? '' : ` (${rule.reason})`
  return rule.type === 'allow'
    ? { allowed: true, rule, reason: `allowed by rule "allow ${rule.pattern}"${because}` }
    : { allowed: false, rule, reason: `blocked by rule "block ${rule.pattern}"${because}` }
}

/** @param identities every id the person is known by: a rule that names any of them matches */
export function decideAccess(
  rules: AccessRule[],
  mode: 'open' | 'allowlist' | 'blocklist',
  instanceName: string,
  identities: string[],
): AccessDecision {
  const canonical = identities.map(canonicalIdentity)
  const applicable = rules.filter((rule) => rule.instanceName === null || rule.instanceName === instanceName)
  let best: Match | null = null
  for (const rule of applicable) {
    const length = matchLength(rule.pattern, canonical)
    if (length < 0) continue
    const match = { rule, length }
    if (best === null || isStronger(match, best)) best = match
  }
  if (best !== null) return decisionBy(best.rule)
  if (mode === 'allowlist') return { allowed: false, rule: null, reason: 'not on the list of allowed people' }
  if (applicable.some((rule) => rule.type === 'allow' && rule.instanceName === instanceName)) {
    return { allowed: false, rule: null, reason: "not among those that this account's rules allow" }
  }
  return { allowed: true, rule: null, reason: 'no rule applies' }
}
