import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RouteWhen, routingSchema } from '../../../../src-shared/contract/routing.ts'
import { type Classify, chooseRoute, type RouteFacts } from './choose.ts'
import { readTopic } from './classify.ts'
import { checkPatterns } from './pattern.ts'

const facts = (text: string, more: Partial<RouteFacts> = {}): RouteFacts => ({
  text,
  kinds: ['text'],
  labels: [],
  atMs: Date.parse('2026-11-21T12:30:00Z'),
  ...more,
})
const rules = (...whens: RouteWhen[]) =>
  routingSchema.parse({ rules: whens.map((when, n) => ({ id: `r${n}`, when, agentProfileId: `a${n}` })) })
const choose = (routing: ReturnType<typeof rules>, one: RouteFacts, classify: Classify | null = null) =>
  chooseRoute(routing, one, { classify, labelName: (id) => `label ${id}` })
const holds = async (when: RouteWhen, one: RouteFacts) => (await choose(rules(when), one)).rule !== null

describe('a rule', () => {
  it('knows a prefix, and hands over what comes after it', async () => {
    const chosen = await choose(rules({ kind: 'prefix', prefix: '!a' }), facts('  !A  When do you open?'))
    expect(chosen).toMatchObject({ rule: { id: 'r0' }, text: 'When do you open?' })
    expect(await choose(rules({ kind: 'prefix', prefix: '!a' }), facts('!a'))).toMatchObject({ rule: { id: 'r0' }, text: '!a' })
    expect(await holds({ kind: 'prefix', prefix: '!a' }, facts('a! b'))).toBe(false)
  })

  it.each([
    ['Preciso do orçamento!', ['orcamento'], true],
    ['ORÇAMENTO', ['orçamento'], true],
    ['a invoice.', ['invoice'], true],
    ['invoices', ['invoice'], false],
    ['reinvoice', ['invoice'], false],
    ['my bank  account', ['bank account'], false],
    ['my bank account?', ['bank account'], true],
    ['C++ or c#', ['c++'], true],
    ['👍 fine', ['👍'], true],
    ['', ['x'], false],
  ])('finds words in "%s": %j is %s', async (text, words, isThere) => {
    expect(await holds({ kind: 'keywords', words }, facts(text))).toBe(isThere)
  })

  it('matches patterns in time that grows with the text alone', async () => {
    expect(await holds({ kind: 'pattern', pattern: 'order\\s+#?\\d+' }, facts('My ORDER 4711 is late'))).toBe(true)
    expect(await holds({ kind: 'pattern', pattern: '^(a+)+$' }, facts(`${'a'.repeat(9000)}b`))).toBe(false)
    expect(await holds({ kind: 'pattern', pattern: 'a' }, facts('a'.repeat(10_001)))).toBe(false)
  })

  it.each([
    ['09:00', '18:00', [6], '2026-11-21T12:30:00Z', true],
    ['09:00', '12:30', [6], '2026-11-21T12:30:00Z', false],
    ['12:30', '13:00', [6], '2026-11-21T12:30:00Z', true],
    ['09:00', '18:00', [0], '2026-11-21T12:30:00Z', false],
    // Past midnight the hours still belong to the day on which they began.
    ['22:00', '02:00', [6], '2026-11-22T01:59:00Z', true],
    ['22:00', '02:00', [6], '2026-11-21T01:59:00Z', false],
    ['22:00', '02:00', [6], '2026-11-21T23:00:00Z', true],
  ])('knows the hours %s–%s of days %j at %s', async (from, to, days, at, isWithin) => {
    const one = facts('x', { atMs: Date.parse(at) })
    expect(await holds({ kind: 'schedule', days, from, to, isOutside: false }, one)).toBe(isWithin)
    expect(await holds({ kind: 'schedule', days, from, to, isOutside: true }, one)).toBe(!isWithin)
  })

  it('reads the clock of the shop, not of the machine', async () => {
    const when: RouteWhen = { kind: 'schedule', days: [6], from: '09:00', to: '10:00', isOutside: false }
    const inZone = async (timeZone: string) => (await choose({ ...rules(when), timeZone }, facts('x'))).rule !== null
    expect(await inZone('America/Sao_Paulo')).toBe(true)
    expect(await inZone('UTC')).toBe(false)
    expect(await inZone('No/Where')).toBe(false)
  })

  it('looks at labels and at what is brought', async () => {
    expect(await holds({ kind: 'label', labelId: 'vip' }, facts('x', { labels: ['vip'] }))).toBe(true)
    expect(await holds({ kind: 'label', labelId: 'vip' }, facts('x'))).toBe(false)
    expect(await holds({ kind: 'media', kinds: ['audio', 'image'] }, facts('x', { kinds: ['text', 'image'] }))).toBe(true)
  })
})

describe('intents', () => {
  const intents = rules(
    { kind: 'intent', intent: 'Billing', words: ['invoice'] },
    { kind: 'intent', intent: 'Technical', words: [] },
    { kind: 'intent', intent: 'Sales', words: [] },
  )

  it('asks once, and only when no word tells', async () => {
    let asked = 0
    const classify: Classify = async (names) => {
      asked += 1
      expect(names).toEqual(['Billing', 'Technical', 'Sales'])
      return { intent: 'Sales', detail: 'told' }
    }
    expect((await choose(intents, facts('the invoice'), classify)).rule?.id).toBe('r0')
    expect(asked).toBe(0)
    expect((await choose(intents, facts('how much is it'), classify)).rule?.id).toBe('r2')
    expect(asked).toBe(1)
    expect((await choose(intents, facts('how much is it'), async () => null)).rule).toBeNull()
  })

  it.each([
    ['Sales', 'Sales'],
    [' "sales". ', 'Sales'],
    ['The topic is Technical.', 'Technical'],
    ['Sales or Technical', null],
    ['none', null],
    ['', null],
  ])('reads the topic in "%s"', (answer, topic) => expect(readTopic(answer, ['Billing', 'Technical', 'Sales'])).toBe(topic))
})

describe('rules in their order', () => {
  const when = fc.oneof(
    fc.record({ kind: fc.constant('prefix' as const), prefix: fc.constantFrom('a', 'b', '!') }),
    fc.record({ kind: fc.constant('keywords' as const), words: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('pattern' as const), pattern: fc.constantFrom('a.c', '^b', '[0-9]') }),
  )

  it('decide by the first that holds alone, whatever stands behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(when, { maxLength: 6 }), fc.stringMatching(/^[abc! 0-9]{0,12}$/), async (whens, text) => {
        const { rule, checks } = await choose(rules(...whens), facts(text))
        const alone = await Promise.all(whens.map((one) => holds(one, facts(text))))
        expect(rule?.id ?? null).toBe(alone.includes(true) ? `r${alone.indexOf(true)}` : null)
        expect(checks.map(({ result }) => result)).toEqual(
          alone.map((_, n) =>
            n < alone.indexOf(true) || !alone.includes(true) ? 'passed' : n === alone.indexOf(true) ? 'held' : 'not_reached',
          ),
        )
      }),
    )
  })

  it('ignores what is switched off', async () => {
    const routing = rules({ kind: 'keywords', words: ['a'] }, { kind: 'keywords', words: ['a'] })
    const [first, second] = routing.rules
    if (first === undefined || second === undefined) throw new Error('two rules')
    const off = { ...routing, rules: [{ ...first, isOn: false }, second] }
    expect(await choose(off, facts('a'))).toMatchObject({ rule: { id: 'r1' }, checks: [{ result: 'off' }, { result: 'held' }] })
  })
})

describe('the patterns of the rules', () => {
  it('are refused when they are saved if a long message could hold up the hub', () => {
    expect(() => checkPatterns(['order\\s+#?\\d{4,8}', '(invoice|fatura|factura)s?', '^\\+?\\d[\\d ().-]{7,}$'])).not.toThrow()
    for (const pattern of ['(\\pL{1,1000})+', '((a{1,10}){1,10}){1,10}', '(((a?){30}){30})', '(a|b|c|d){1000}'])
      expect(() => checkPatterns([pattern]), pattern).toThrow(/takes too long/)
    expect(() => checkPatterns(Array.from({ length: 50 }, () => 'a{100}'))).toThrow(/takes too long/)
  })
})
