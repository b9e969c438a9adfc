import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ComposedHub, composeHub } from '../../../../test/support/composed-hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../../../test/support/scripted-channel.ts'
import { createTypist, type Typist } from '../../../../test/support/typist.ts'
import type { InboundMessage } from '../../channels/port.ts'
import type { TurnRecord } from '../../storage/records.ts'

const ANA = '15551'

let hub: ComposedHub
let channel: ScriptedChannel
let typist: Typist
let asked = 0

beforeEach(async () => {
  asked = 0
  channel = createScriptedChannel({ protectsNumber: false })
  typist = createTypist()
  hub = await composeHub({ drivers: [channel.driver], agents: typist.agents })
  await addShop()
})
afterEach(() => hub.stop())

async function addShop(behaviour: Record<string, unknown> = {}, input: Record<string, unknown> = {}, name = 'shop') {
  await hub.addAccount({
    name,
    channel: 'whatsapp',
    provider: 'scripted',
    isAnswering: true,
    behaviour: { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0, splitting: 'paragraphs', ...behaviour },
    ...input,
  })
}
const change = (input: Record<string, unknown>) => hub.services.instances.update({ name: 'shop', ...input })
const block = (pattern: string) => hub.services.access.create({ instanceName: null, pattern, type: 'block', reason: null })
const texts = () => channel.sent.map(({ text }) => text)
const admitted = ({ steps }: TurnRecord) => steps.filter(({ stage }) => stage === 'admit').map(({ status, detail }) => [status, detail])

/** Hands a message in. */
async function tell(text: string, overrides: Partial<InboundMessage> = {}): Promise<{ status: string; turnId: string }> {
  const message = textFrom(ANA, text, overrides)
  const results = await hub.services.receive(hub.services.instances.get('shop'), [message])
  return results[0] as { status: string; turnId: string }
}
/** The newest turn, once nothing is under way any more. */
async function ended(turnId: string): Promise<TurnRecord> {
  await hub.services.pipeline.idle()
  return hub.turn(turnId)
}
async function chat() {
  const { items } = await hub.database.storage.listConversations({ instanceName: 'shop' }, { limit: 1 })
  if (items[0] === undefined) throw new Error('nobody has written yet')
  return items[0]
}
/** Ana writes, is answered, and is known from then on. */
async function introduce(): Promise<string> {
  const { turnId } = await tell('Hello')
  await answerWith('Hi Ana')
  await ended(turnId)
  return (await chat()).id
}
async function answerWith(text: string): Promise<void> {
  asked += 1
  await typist.asked(asked)
  typist.finish(text)
}

/** What stands between a message and its answer: what is set up, then how the turn ends. */
type Held = [string, (conversationId: string) => Promise<unknown>, Pick<TurnRecord, 'stopCode' | 'reason'> | null]

const TAKEN: Held[] = [
  ['the bot has it', async () => {}, null],
  ['it waits for a person', (id) => hub.services.ownership.askForPerson(id, 'handover'), null],
  [
    'a person took it over',
    (id) => hub.services.ownership.takeOver(id, 'Bia', null),
    { stopCode: 'paused', reason: expect.stringMatching(/^Paused: Bia took over at \d\d:\d\d\.$/) },
  ],
  [
    'somebody answered on the phone',
    async () => {
      const { externalId } = await chat()
      // What quotes was typed by somebody.
      const quote = { externalId: 'theirs', text: 'Hello', authorName: null }
      await tell('I will see to it', { author: 'phone', quote, chat: { externalId, kind: 'direct', name: null } })
    },
    { stopCode: 'paused', reason: expect.stringMatching(/^Paused: somebody answered on the phone at \d\d:\d\d\.$/) },
  ],
  [
    'a person gave it back',
    async (id) => {
      await hub.services.ownership.takeOver(id, 'Bia', null)
      await hub.services.ownership.giveBack(id, 'Bia')
    },
    null,
  ],
  [
    'answering was stopped',
    () => change({ isAnswering: false }),
    { stopCode: 'not_answering', reason: 'Answering is not started for this account.' },
  ],
]

describe('a message that is one to answer', () => {
  it.each(TAKEN)('in a conversation of which is true: %s', async (_title, setUp, held) => {
    await setUp(await introduce())
    const { turnId } = await tell('Are you open?')
    if (held === null) await answerWith('Yes')
    const turn = await ended(turnId)
    expect(turn).toMatchObject(held === null ? { state: 'completed', stopCode: null } : { state: 'stopped', ...held })
    expect(admitted(turn)).toEqual([held === null ? ['ok', 'Admitted: no rule applies.'] : ['stopped', held.reason]])
    expect(texts()).toEqual(held === null ? ['Hi Ana', 'Yes'] : ['Hi Ana'])
  })

  it.each(TAKEN)('is denied a blocked sender for that reason, whoever has the conversation (%s)', async (_title, setUp) => {
    await setUp(await introduce())
    await block(ANA)
    const { turnId, status } = await tell('Are you open?')
    expect([status, (await ended(turnId)).stopCode, texts()]).toEqual(['blocked', 'access_denied', ['Hi Ana']])
  })

  it('waits for a person where nobody has said that the account answers', async () => {
    const id = await introduce()
    await change({ isAnswering: false })
    await ended((await tell('Are you open?')).turnId)
    expect((await hub.database.storage.getConversation(id))?.owner).toMatchObject({ kind: 'waiting', reason: 'not_answering' })
  })
})

describe('a message that had to wait behind another', () => {
  async function waiting(meanwhile: () => Promise<unknown>): Promise<TurnRecord> {
    await introduce()
    await tell('First')
    await typist.asked(asked + 1)
    const { turnId } = await tell('Second')
    await meanwhile()
    typist.finish('One')
    asked += 1
    return ended(turnId)
  }

  it('is not answered when its sender was blocked meanwhile', async () => {
    const turn = await waiting(() => block(ANA))
    expect(turn).toMatchObject({ state: 'stopped', stopCode: 'access_denied' })
    expect(admitted(turn)).toEqual([['stopped', 'The sender is blocked by rule "block 15551".']])
  })

  it('is not answered when the account was switched off for it meanwhile', async () => {
    const turn = await waiting(() => change({ behaviour: { accessMode: 'allowlist' } }))
    expect(turn).toMatchObject({ stopCode: 'access_denied', reason: 'The sender is not on the list of allowed people.' })
  })

  it('is not answered when a person took the conversation over meanwhile', async () => {
    const turn = await waiting(async () => hub.services.ownership.takeOver((await chat()).id, 'Bia', null))
    expect(turn).toMatchObject({ stopCode: 'paused' })
    expect(admitted(turn)).toEqual([['stopped', expect.stringContaining('Bia took over')]])
  })

  it('is not answered when answering was stopped meanwhile', async () => {
    const turn = await waiting(() => change({ isAnswering: false }))
    expect(turn).toMatchObject({ stopCode: 'not_answering' })
  })

  it('is answered where nothing of that happened', async () => {
    await introduce()
    await tell('First')
    await typist.asked(asked + 1)
    const { turnId } = await tell('Second')
    await answerWith('One')
    await answerWith('Two')
    const turn = await ended(turnId)
    expect([turn.state, admitted(turn), texts()]).toEqual(['completed', [['ok', 'Admitted: no rule applies.']], ['Hi Ana', 'One', 'Two']])
  })
})

describe('who is denied', () => {
  const denied = async (text: string) => {
    await change({ behaviour: { deniedText: text } })
    await block(ANA)
    return ended((await tell('Hi')).turnId)
  }

  it('is told so in the words of the owner, as messages of the account that no agent wrote', async () => {
    const turn = await denied('Not for you.\n\nSorry.')
    expect(texts()).toEqual(['Not for you.', 'Sorry.'])
    expect(turn).toMatchObject({
      state: 'stopped',
      stopCode: 'access_denied',
      reason: 'The sender is blocked by rule "block 15551".',
      agentKind: 'none',
      agentName: null,
      agentProfileId: null,
      agentSucceeded: false,
      agentDurationMs: 0,
      sessionName: '',
    })
    const { items } = await hub.database.storage.listMessages((await chat()).id, { limit: 10 })
    expect(items.filter(({ author }) => author !== 'customer').map(({ author, authorName }) => [author, authorName])).toEqual([
      ['system', null],
      ['system', null],
    ])
    expect((await hub.database.storage.turnDeliveries(turn.id)).map(({ origin, state }) => [origin, state])).toEqual([
      ['fallback', 'sent'],
      ['fallback', 'sent'],
    ])
    expect(typist.requests).toEqual([])
  })

  it('is told nothing where the owner has written nothing, or only blanks', async () => {
    await denied('  \n ')
    expect(texts()).toEqual([])
  })

  it.each([false, null])('is told nothing while the account does not answer (%s)', async (isAnswering) => {
    if (isAnswering === false) await change({ isAnswering })
    else {
      await hub.services.instances.remove('shop', { onPlatform: false, evenIfAdopted: false })
      await addShop({}, { isAnswering: undefined })
    }
    expect((await denied('Not for you.')).stopCode).toBe('access_denied')
    expect(texts()).toEqual([])
  })

  it('alone is told so: others who get no answer hear nothing', async () => {
    await change({ behaviour: { deniedText: 'Not for you.' } })
    const { turnId } = await tell('Hi', { kind: 'system' })
    expect((await ended(turnId)).stopCode).toBe('not_answerable')
    expect(texts()).toEqual([])
  })

  it('keeps the session that its conversation has with the agent', async () => {
    const id = await introduce()
    const before = (await hub.database.storage.getConversation(id))?.agentSessionId
    const turn = await denied('Not for you.')
    expect(turn.agentSessionId).toBe(before)
  })
})
