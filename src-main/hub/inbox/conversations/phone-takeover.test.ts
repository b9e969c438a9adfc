import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageRecord } from '../../storage/records.ts'
import { AUTOMATIC_MS, phoneTakeover, tookOverTooSoon } from './phone-takeover.ts'

const NOW = Date.parse('2026-01-15T10:00:00.000Z')
const ago = (ms: number) => new Date(NOW - ms).toISOString()
const BOT = { kind: 'bot' as const, name: null, since: null, until: null, reason: null, minutes: null }
const ON = { isOn: true, minutes: 30 }

type Own = Parameters<typeof phoneTakeover>[0]
const QUIET: Own['around'] = { customerWroteAt: null, hasCustomerWrittenSince: false, lastSentAt: null, isSaidElsewhere: false }
function own({
  message,
  around,
  ...rest
}: { message?: Partial<Own['message']>; around?: Partial<Own['around']> } & Omit<Partial<Own>, 'message' | 'around'> = {}): Own {
  return {
    message: { kind: 'text', text: 'I make you a quote', quote: null, sentAt: ago(0), isMissed: false, ...message },
    conversation: { kind: 'direct', owner: BOT },
    around: { ...QUIET, ...around },
    isAnswering: false,
    ...rest,
  }
}
const decide = (one: Own, policy = ON) => phoneTakeover(one, policy, NOW)
const automatic = { takesOver: false, why: 'automatic' }

describe('a text of the phone', () => {
  it('takes over for the minutes of the account, from when it was written', () => {
    expect(decide(own())).toEqual({ takesOver: true, untilMs: NOW + 30 * 60_000 })
    expect(decide(own({ message: { sentAt: ago(60_000) } }), { isOn: true, minutes: 5 })).toEqual({
      takesOver: true,
      untilMs: NOW + 4 * 60_000,
    })
  })

  it('is automatic within seconds of a message of the customer, or of an answer that is over', () => {
    expect(decide(own({ around: { customerWroteAt: ago(AUTOMATIC_MS) } }))).toEqual(automatic)
    expect(decide(own({ around: { customerWroteAt: ago(AUTOMATIC_MS + 1) } }))).toMatchObject({ takesOver: true })
    expect(decide(own({ around: { lastSentAt: ago(1000) } }))).toEqual(automatic)
    expect(decide(own({ around: { lastSentAt: ago(1000) }, isAnswering: true }))).toMatchObject({ takesOver: true })
  })

  it('is automatic if it was said in another chat, unless it is a word or two', () => {
    expect(decide(own({ around: { isSaidElsewhere: true } }))).toEqual(automatic)
    expect(decide(own({ around: { isSaidElsewhere: true }, message: { text: 'Good morning' } }))).toMatchObject({ takesOver: true })
  })

  it('comes from a person where the phone sends nothing automatically: in groups, with a file, or as an answer to a message', () => {
    const around = { customerWroteAt: ago(1000), isSaidElsewhere: true }
    expect(decide(own({ around, conversation: { kind: 'group', owner: BOT } }))).toMatchObject({ takesOver: true })
    expect(decide(own({ around, message: { kind: 'audio', text: '' } }))).toMatchObject({ takesOver: true })
    const quote = { externalId: 'X', text: 'Hello', authorName: null }
    expect(decide(own({ around, message: { quote } }))).toMatchObject({ takesOver: true })
  })
})

const kinds: MessageRecord['kind'][] = ['text', 'image', 'audio', 'reaction', 'system', 'undecryptable', 'unsupported']
const time = fc.option(fc.integer({ min: -5000, max: 7_200_000 }).map(ago), { nil: null })
const anything = fc.record({
  kind: fc.constantFrom(...kinds),
  sentAgo: fc.integer({ min: 0, max: 7_200_000 }),
  isMissed: fc.boolean(),
  chat: fc.constantFrom('direct' as const, 'group' as const, 'channel' as const),
  around: fc.record({ customerWroteAt: time, lastSentAt: time, hasCustomerWrittenSince: fc.boolean(), isSaidElsewhere: fc.boolean() }),
  isAnswering: fc.boolean(),
  policy: fc.record({ isOn: fc.boolean(), minutes: fc.integer({ min: 1, max: 200 }) }),
})

describe('whatever comes from the phone', () => {
  it('takes over only where that is on, for a time that is not over, and never by what nobody wrote', () => {
    fc.assert(
      fc.property(anything, ({ kind, sentAgo, isMissed, chat, around, isAnswering, policy }) => {
        const message = { kind, sentAt: ago(sentAgo), isMissed }
        const decision = phoneTakeover(own({ message, around, isAnswering, conversation: { kind: chat, owner: BOT } }), policy, NOW)
        if (!decision.takesOver) return
        expect(policy.isOn).toBe(true)
        expect(['text', 'image', 'audio']).toContain(kind)
        expect(chat).not.toBe('channel')
        expect(decision.untilMs).toBe(NOW - sentAgo + policy.minutes * 60_000)
        expect(decision.untilMs).toBeGreaterThan(NOW)
        expect(isMissed && around.hasCustomerWrittenSince).toBe(false)
      }),
    )
  })

  it('is decided the same however the webhooks of it and of the customer come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), (gap) => {
        const customer = { sentAt: ago(gap) }
        const inOrder = decide(own({ around: { customerWroteAt: customer.sentAt } })).takesOver
        const owner = { ...BOT, kind: 'person' as const, since: ago(0), until: ago(-30 * 60_000), reason: 'phone' as const, minutes: 30 }
        expect(tookOverTooSoon(customer, { kind: 'direct', owner })).toBe(!inOrder)
        // Another text has kept it for longer.
        expect(tookOverTooSoon(customer, { kind: 'direct', owner: { ...owner, until: ago(-31 * 60_000) } })).toBe(false)
      }),
    )
  })
})
