import { describe, expect, it } from 'vitest'
import type { AccessRule } from '../../../../src-shared/contract/access.ts'
import { authorKindSchema, messageKindSchema } from '../../../../src-shared/contract/conversations.ts'
import { type AnsweredGroup, type Behaviour, behaviourSchema } from '../../../../src-shared/contract/instances.ts'
import { decideAccess } from '../../guard/rules.ts'
import type { ContactRecord, ConversationRecord, InstanceRecord, MessageRecord } from '../../storage/records.ts'
import { admit, isWorthMediaText } from './admit.ts'

const AUTHORS = authorKindSchema.options
const CHATS = ['direct', 'group', 'channel', 'thread'] as const
const MENTIONED = [true, false] as const

const GROUP = 'family@g.us'
const named = (chatId: string, when: AnsweredGroup['when']): Pick<Behaviour, 'groupMode' | 'answeredGroups'> => ({
  groupMode: 'named',
  answeredGroups: [
    { chatId: 'first@g.us', name: 'First', when: 'always' },
    { chatId, name: 'Picked', when },
  ],
})
/** What the owner has set for groups. */
const GROUPS = {
  never: { groupMode: 'never' },
  'when mentioned': { groupMode: 'mention' },
  always: { groupMode: 'always' },
  'others by name': named('others@g.us', 'always'),
  'this by name, when mentioned': named(GROUP, 'mention'),
  'this by name, always': named(GROUP, 'always'),
} satisfies Record<string, Partial<Behaviour>>

const rule = (type: AccessRule['type'], pattern: string, instanceName: string | null, reason: string | null = null): AccessRule => ({
  id: 1,
  type,
  pattern,
  instanceName,
  reason,
  createdAt: '2026-01-01T00:00:00.000Z',
})
/** What the owner has said of the sender, 15551. */
const SENDERS = {
  'nobody spoke of': { rules: [], accessMode: 'open' },
  'allowed by name': { rules: [rule('allow', '+1 555-1', 'shop')], accessMode: 'allowlist' },
  'blocked by name': { rules: [rule('block', '15551', null, 'spam')], accessMode: 'open' },
  'not on the list': { rules: [rule('allow', '15559', null)], accessMode: 'allowlist' },
  'not among the allowed': { rules: [rule('allow', '15559', 'shop')], accessMode: 'open' },
} satisfies Record<string, { rules: AccessRule[]; accessMode: Behaviour['accessMode'] }>

interface Case {
  author: (typeof AUTHORS)[number]
  chat: (typeof CHATS)[number]
  groups: keyof typeof GROUPS
  isMentioned: boolean
  sender: keyof typeof SENDERS
}

interface Rest {
  message?: Partial<MessageRecord>
  instance?: Partial<InstanceRecord>
  isKnown?: boolean
}

function decide({ author, chat, groups, isMentioned, sender }: Case, { message, instance, isKnown = true }: Rest = {}) {
  const { rules, accessMode } = SENDERS[sender]
  return admit(
    {
      name: 'shop',
      displayName: 'The Shop',
      isActive: true,
      behaviour: behaviourSchema.parse({ ...GROUPS[groups], accessMode }),
      ...instance,
    } as InstanceRecord,
    { author, kind: 'text', text: 'Hi', revokedAt: null, mentionsAccount: isMentioned, ...message } as MessageRecord,
    { kind: chat, externalId: GROUP } as ConversationRecord,
    isKnown
      ? ({
          identities: [
            { kind: 'lid', value: '99' },
            { kind: 'phone', value: '15551' },
          ],
        } as ContactRecord)
      : null,
    { decide: (name, mode, identities) => decideAccess(rules, mode, name, identities) },
  )
}

const ADMITTED = 'admitted'
const ANY = null
type OneOf<T> = readonly T[] | null
/** Author, kind of chat, groups, mention, sender; then what is decided, and why. */
type Row = [OneOf<Case['author']>, OneOf<Case['chat']>, OneOf<Case['groups']>, OneOf<boolean>, OneOf<Case['sender']>, string, string]

/** Where a message may be answered, it depends on who writes. `as`: what is said of the chat. */
const bySender = (chats: Case['chat'][], groups: OneOf<Case['groups']>, mention: OneOf<boolean>, as = ''): Row[] => [
  [['customer'], chats, groups, mention, ['nobody spoke of'], ADMITTED, `Admitted${as}: no rule applies.`],
  [['customer'], chats, groups, mention, ['allowed by name'], ADMITTED, `Admitted${as}: allowed by rule "allow +1 555-1".`],
  [['customer'], chats, groups, mention, ['blocked by name'], 'access_denied', 'The sender is blocked by rule "block 15551" (spam).'],
  [['customer'], chats, groups, mention, ['not on the list'], 'access_denied', 'The sender is not on the list of allowed people.'],
  [
    ['customer'],
    chats,
    groups,
    mention,
    ['not among the allowed'],
    'access_denied',
    "The sender is not among those that this account's rules allow.",
  ],
]
const PICKED = ', as one of the groups that are answered'
const OWN = AUTHORS.filter((author) => author !== 'customer')

/** A thread follows the rules of its group. */
const GROUPED: Case['chat'][] = ['group', 'thread']

/** All that is decided of an ordinary text. */
const TABLE: Row[] = [
  [OWN, ANY, ANY, ANY, ANY, 'own_message', 'The message was written by the account itself.'],
  [['customer'], ['channel'], ANY, ANY, ANY, 'not_answerable', 'Broadcast channels are not answered.'],
  ...bySender(['direct'], ANY, ANY),

  [['customer'], GROUPED, ['never'], ANY, ANY, 'groups_off', 'Groups are switched off for this account.'],
  [['customer'], GROUPED, ['others by name'], ANY, ANY, 'group_not_named', 'The group is not one of those that are answered.'],
  [['customer'], GROUPED, ['when mentioned'], [false], ANY, 'group_without_mention', 'The group message did not mention the agent.'],
  [
    ['customer'],
    GROUPED,
    ['this by name, when mentioned'],
    [false],
    ANY,
    'group_without_mention',
    'The group message did not mention the agent.',
  ],
  ...bySender(GROUPED, ['when mentioned'], [true]),
  ...bySender(GROUPED, ['always'], ANY),
  ...bySender(GROUPED, ['this by name, when mentioned'], [true], PICKED),
  ...bySender(GROUPED, ['this by name, always'], ANY, PICKED),
]

const keysOf = <T extends object>(of: T) => Object.keys(of) as (keyof T)[]
const EVERY_CASE: Case[] = AUTHORS.flatMap((author) =>
  CHATS.flatMap((chat) =>
    keysOf(GROUPS).flatMap((groups) =>
      MENTIONED.flatMap((isMentioned) => keysOf(SENDERS).map((sender) => ({ author, chat, groups, isMentioned, sender }))),
    ),
  ),
)
const covers = ([author, chat, groups, mention, sender]: Row, one: Case): boolean =>
  (author?.includes(one.author) ?? true) &&
  (chat?.includes(one.chat) ?? true) &&
  (groups?.includes(one.groups) ?? true) &&
  (mention?.includes(one.isMentioned) ?? true) &&
  (sender?.includes(one.sender) ?? true)

const words = (decision: ReturnType<typeof admit>) => (decision.admitted ? [ADMITTED, decision.detail] : [decision.code, decision.reason])

const ORDINARY: Case = { author: 'customer', chat: 'direct', groups: 'when mentioned', isMentioned: false, sender: 'nobody spoke of' }
const GONE = { revokedAt: '2026-01-01T00:00:00.000Z' }
const OFF = { isActive: false }

it('a thread is answered where the group that it is in is one of those that are', () => {
  const inThread = (chatId: string, within: string) =>
    words(
      admit(
        { name: 'shop', isActive: true, behaviour: behaviourSchema.parse(named(chatId, 'always')) } as InstanceRecord,
        { author: 'customer', kind: 'text', text: 'Hi', revokedAt: null, mentionsAccount: false, origin: { within } } as MessageRecord,
        { kind: 'thread', externalId: 'thread' } as ConversationRecord,
        null,
        { decide: (name, mode, identities) => decideAccess([], mode, name, identities) },
      ),
    )[0]
  expect(inThread('help', 'help')).toBe(ADMITTED)
  expect(inThread('help', 'elsewhere')).toBe('group_not_named')
})

describe('a text', () => {
  it('is spoken of by exactly one row of the table, whatever its case, and every row speaks of some', () => {
    for (const one of EVERY_CASE) expect(TABLE.filter((row) => covers(row, one)).length, JSON.stringify(one)).toBe(1)
    for (const row of TABLE)
      expect(
        EVERY_CASE.some((one) => covers(row, one)),
        JSON.stringify(row),
      ).toBe(true)
  })

  for (const row of TABLE) {
    const [author, chat, groups, mention, sender, code, reason] = row
    const when = [author, chat, groups, mention?.map((is) => (is ? 'mentioned' : 'not mentioned')), sender]
    it(`of ${when.map((of) => of?.join('/') ?? '*').join(' | ')}: ${code}`, () => {
      for (const one of EVERY_CASE.filter((one) => covers(row, one)))
        expect(words(decide(one)), JSON.stringify(one)).toEqual([code, reason])
    })
  }

  it('of somebody who is denied says whether a rule names her, which is told to who calls the webhook', () => {
    const of = (sender: Case['sender']) => decide({ ...ORDINARY, sender })
    expect(of('blocked by name')).toMatchObject({ isBlocked: true })
    expect(of('not on the list')).toMatchObject({ isBlocked: false })
    expect(of('not among the allowed')).toMatchObject({ isBlocked: false })
  })

  it('of somebody without a known id is held against the rules for everybody', () => {
    expect(words(decide({ ...ORDINARY, sender: 'blocked by name' }, { isKnown: false }))).toEqual([ADMITTED, 'Admitted: no rule applies.'])
    expect(words(decide({ ...ORDINARY, sender: 'not on the list' }, { isKnown: false }))[0]).toBe('access_denied')
  })
})

describe('another message', () => {
  const ANSWERED = ['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contact', 'poll']

  it.each(messageKindSchema.options)('of kind %s is answered if it says something', (kind) => {
    expect(words(decide(ORDINARY, { message: { kind } }))).toEqual(
      ANSWERED.includes(kind)
        ? [ADMITTED, 'Admitted: no rule applies.']
        : ['not_answerable', `A message of kind "${kind}" needs no answer.`],
    )
  })

  it.each(messageKindSchema.options.filter((kind) => ANSWERED.includes(kind)))(
    'of kind %s that has no text says nothing only as a text',
    (kind) => {
      const decision = words(decide(ORDINARY, { message: { kind, text: ' \n\t' } }))
      expect(decision).toEqual(kind === 'text' ? ['no_content', 'The message has no text.'] : [ADMITTED, 'Admitted: no rule applies.'])
    },
  )

  it('that was deleted is not answered', () => {
    expect(words(decide(ORDINARY, { message: GONE }))).toEqual(['deleted', 'The customer deleted it before it was answered.'])
  })

  it('of an account that is switched off is not answered', () => {
    expect(words(decide(ORDINARY, { instance: OFF }))).toEqual(['instance_inactive', 'The account "The Shop" is switched off.'])
  })

  /** Of several reasons the first is told. Each row adds the reason before it to those of the next. */
  it('tells the reason that would also hold for everything else', () => {
    const all: [string, Partial<Case>, Rest][] = [
      ['own_message', { author: 'phone' }, {}],
      ['deleted', {}, { message: GONE }],
      ['instance_inactive', {}, { instance: OFF }],
      ['not_answerable', { chat: 'channel' }, {}],
      ['not_answerable', {}, { message: { kind: 'system' } }],
      ['no_content', {}, { message: { text: '' } }],
      ['groups_off', { chat: 'group', groups: 'never' }, {}],
      ['access_denied', { sender: 'blocked by name' }, {}],
    ]
    for (const [at, [code]] of all.entries()) {
      const [one, rest] = all.slice(at).reduceRight<[Case, Rest]>(
        ([case_, { message, instance }], [, more, also]) => [
          { ...case_, ...more },
          { message: { ...message, ...also.message }, instance: { ...instance, ...also.instance } },
        ],
        [ORDINARY, {}],
      )
      expect(words(decide(one, rest))[0], `${at}`).toBe(code)
    }
  })
})

describe('the files of a message', () => {
  const isRead = (one: Partial<Case>, rest: Rest = {}) => isWorthMediaText(decide({ ...ORDINARY, ...one }, rest))

  it('are put into words where it is answered, and where only a person reads it', () => {
    expect([isRead({}), isRead({}, { instance: OFF })]).toEqual([true, true])
  })

  it('are not put into words for who has no business here', () => {
    expect([isRead({ sender: 'blocked by name' }), isRead({ chat: 'channel' }), isRead({ author: 'phone' })]).toEqual([false, false, false])
  })
})
