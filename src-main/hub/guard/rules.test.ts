import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessRule } from '../../../src-shared/contract/access.ts'
import { canonicalIdentity, canonicalPattern, decideAccess } from './rules.ts'

let id = 0
const rule = (type: 'allow' | 'block', pattern: string, instanceName: string | null = null): AccessRule => {
  id += 1
  return { id, instanceName, pattern, type, reason: null, createdAt: '2026-01-01T00:00:00.000Z' }
}
const allowed = (rules: AccessRule[], identity: string, mode: 'open' | 'allowlist' | 'blocklist' = 'open') =>
  decideAccess(rules, mode, 'shop', [identity]).allowed

describe('access rules', () => {
  it('allow everyone while there is no rule', () => expect(allowed([], '15551')).toBe(true))

  it('match one number in every notation', () => {
    for (const pattern of [
      '+55 11 99999-0000',
      '5511999990000',
      '5511999990000@s.whatsapp.net',
      '5511999990000:12@s.whatsapp.net',
      '(55) 11 99999.0000',
    ]) {
      expect(allowed([rule('block', pattern)], '+5511999990000'), pattern).toBe(false)
    }
  })

  it('match by any id of the person', () => {
    const rules = [rule('block', '15551')]
    expect(decideAccess(rules, 'open', 'shop', ['998877@lid', '15551']).allowed).toBe(false)
    expect(decideAccess([rule('block', '998877@lid')], 'open', 'shop', ['998877', '15551']).allowed).toBe(false)
  })

  it('let the longest match win, whichever comes first', () => {
    const rules = [rule('block', '+55*'), rule('allow', '5511*'), rule('block', '551199*')]
    for (const order of [rules, [...rules].reverse()]) {
      expect(allowed(order, '5521')).toBe(false)
      expect(allowed(order, '55112')).toBe(true)
      expect(allowed(order, '5511993')).toBe(false)
    }
  })

  it('let a bare star mean everyone', () => {
    expect(allowed([rule('block', '*')], '1')).toBe(false)
    expect(allowed([rule('block', '*'), rule('allow', '1')], '1')).toBe(true)
  })

  it('let a bare star mean also who has no id that is known', () => {
    expect(decideAccess([rule('block', '*')], 'open', 'shop', []).allowed).toBe(false)
    expect(decideAccess([rule('block', '1*')], 'open', 'shop', []).allowed).toBe(true)
  })

  it('let a rule that names nobody be about nobody, not even who has an empty id', () => {
    for (const pattern of ['', ' ', '@s.whatsapp.net']) expect(allowed([rule('block', pattern)], '', 'open'), pattern).toBe(true)
  })

  it('do not reach who is not meant', () => {
    expect(allowed([rule('block', '2*')], '12')).toBe(true)
    expect(allowed([rule('block', '12')], '1')).toBe(true)
    expect(decideAccess([rule('block', '1*')], 'open', 'shop', ['2', '15']).allowed).toBe(false)
  })

  it('let an instance’s rule beat a global one of the same length', () => {
    expect(allowed([rule('block', '1*'), rule('allow', '1*', 'shop')], '12')).toBe(true)
    expect(allowed([rule('allow', '1*'), rule('block', '1*', 'shop')], '12')).toBe(false)
  })

  it('let a longer global rule beat a shorter one of the instance', () => {
    expect(allowed([rule('block', '123'), rule('allow', '1*', 'shop')], '123')).toBe(false)
  })

  it('let block win a tie', () => {
    expect(allowed([rule('allow', '1'), rule('block', '1')], '1')).toBe(false)
    expect(allowed([rule('block', '1'), rule('allow', '1')], '1')).toBe(false)
    expect(allowed([rule('block', '1', 'shop'), rule('allow', '1', 'shop')], '1')).toBe(false)
    expect(allowed([rule('allow', '1', 'shop'), rule('block', '1', 'shop')], '1')).toBe(false)
  })

  it('say which of them decides, with the reason of the owner if there is one', () => {
    const said = (type: 'allow' | 'block', reason: string | null) => decideAccess([{ ...rule(type, '+1'), reason }], 'open', 'shop', ['1'])
    expect(said('block', 'spam')).toMatchObject({ allowed: false, reason: 'blocked by rule "block +1" (spam)', rule: { pattern: '+1' } })
    expect(said('block', '').reason).toBe('blocked by rule "block +1"')
    expect(said('block', null).reason).toBe('blocked by rule "block +1"')
    expect(said('allow', 'family')).toMatchObject({ allowed: true, reason: 'allowed by rule "allow +1" (family)', rule: { pattern: '+1' } })
    const none = (rules: AccessRule[], mode: 'open' | 'allowlist') => decideAccess(rules, mode, 'shop', ['2'])
    expect(none([], 'open')).toEqual({ allowed: true, rule: null, reason: 'no rule applies' })
    expect(none([], 'allowlist')).toEqual({ allowed: false, rule: null, reason: 'not on the list of allowed people' })
    expect(none([rule('allow', '1', 'shop')], 'open')).toEqual({
      allowed: false,
      rule: null,
      reason: "not among those that this account's rules allow",
    })
  })

  it('shut out everyone else once the instance allows somebody', () => {
    expect(allowed([rule('allow', '1', 'shop')], '2')).toBe(false)
    expect(allowed([rule('allow', '1', 'other')], '2')).toBe(true)
    expect(allowed([rule('allow', '1')], '2')).toBe(true)
    expect(allowed([rule('block', '1', 'shop')], '2')).toBe(true)
  })

  it('shut out everyone unlisted in allowlist mode', () => {
    expect(allowed([], '2', 'allowlist')).toBe(false)
    expect(allowed([rule('allow', '2*')], '23', 'allowlist')).toBe(true)
  })

  it('do not let one instance’s rules reach another', () => {
    expect(allowed([rule('block', '*', 'other')], '1')).toBe(true)
  })

  it('compare platform ids without regard to case', () => {
    expect(allowed([rule('block', 'U02ABC')], 'u02abc')).toBe(false)
  })

  it('decide the same whatever the order of the rules', () => {
    const pattern = fc.stringMatching(/^[12]{0,3}\*?$/).filter((text) => text !== '')
    const anyRule = fc.record({
      type: fc.constantFrom('allow' as const, 'block' as const),
      pattern,
      instanceName: fc.constantFrom(null, 'shop', 'other'),
    })
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 8 }), fc.stringMatching(/^[12]{1,3}$/), fc.integer(), (shapes, identity, seed) => {
        const rules = shapes.map((shape) => rule(shape.type, shape.pattern, shape.instanceName))
        const shuffled = [...rules].sort((a, b) => ((a.id * 7919 + seed) % 31) - ((b.id * 7919 + seed) % 31))
        expect(allowed(shuffled, identity)).toBe(allowed(rules, identity))
      }),
    )
  })

  it('keep the digits of a number and nothing else', () => {
    expect(canonicalIdentity(' +1 (555) 222-3333 ')).toBe('15552223333')
    expect(canonicalIdentity('15552223333:4@s.whatsapp.net')).toBe('15552223333')
  })

  it('have one form for all notations of an id, blanks around it left out', () => {
    expect(canonicalIdentity(' U02ABC@team')).toBe('u02abc')
    expect(canonicalPattern(' U02* ')).toBe('u02*')
    expect(canonicalPattern(' +55 11 9* ')).toBe('55119*')
    expect(canonicalPattern(' * ')).toBe('*')
  })
})
