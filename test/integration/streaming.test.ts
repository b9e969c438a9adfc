/** What the customer gets while the agent is still writing: by what the channel can do and the instance wants. */
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { splitAnswer } from '../../src-main/hub/channels/split-text.ts'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { createPigeonLoft, type PigeonLoft, RING } from '../support/pigeon-channel.ts'
import { createTypist, type Typist } from '../support/typist.ts'

describe('an answer that is still being written', () => {
  let omni: TestHub
  let loft: PigeonLoft
  let sofia: Typist
  let live: Awaited<ReturnType<typeof watchLive>>

  async function start(options: { canEdit?: boolean; behaviour?: Partial<Behaviour> } = {}) {
    sofia = createTypist()
    loft = createPigeonLoft({ canEdit: options.canEdit ?? false })
    omni = await startTestHub({ agents: sofia.agents, drivers: [loft.driver] })
    live = await watchLive(omni.panel)
    await omni.panel.instances.create({
      isAnswering: true,
      name: 'loft',
      channel: 'pigeon',
      settings: { loft: 'here', speed: 'fast' },
      secrets: { ring: RING },
      behaviour: { gatherWindowMs: 0, splitting: 'paragraphs', splitPauseMinMs: 0, splitPauseMaxMs: 0, ...options.behaviour },
    })
  }
  afterEach(async () => {
    live.stop()
    await omni.stop()
  })
  const texts = () => loft.sent.map(({ text }) => text)
  const until = (check: () => boolean) => expect.poll(check, { timeout: 10_000, interval: 5 }).toBe(true)
  const ended = (text: string) => live.untilTrace((trace) => trace.messagePreview === text && trace.completedAt !== null)
  const conversation = async () => (await omni.panel.conversations.list({})).items[0]

  it('leaves paragraph by paragraph where a message cannot be changed, and the rest at the end', async () => {
    await start()
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open')
    await until(() => loft.sent.length === 1)
    expect(texts()).toEqual(['Good morning!'])
    sofia.write(' at nine.\n\nSee you')
    await until(() => loft.sent.length === 2)
    sofia.finish(' soon.')
    expect(await ended('Hello?')).toMatchObject({ state: 'completed', reason: 'Answered in 3 messages.', agentName: 'Sofia' })
    expect(texts()).toEqual(['Good morning!', 'We open at nine.', 'See you soon.'])
    const { items } = await omni.panel.conversations.messages({ conversationId: (await conversation())?.id ?? '' })
    expect(items.map(({ text }) => text)).toEqual(['Hello?', ...texts()])
  })

  it('shows the panel each part in its place, and the rest as it grows', async () => {
    await start()
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open')
    const second = await live.until((event) => event.type === 'stream.started' && event.stream.turnId.endsWith('#2'))
    expect(second).toMatchObject({ stream: { text: 'We open', agentName: 'Sofia' } })
    const streams = (await omni.panel.conversations.messages({ conversationId: (await conversation())?.id ?? '' })).streams
    expect(streams).toMatchObject([{ text: 'We open' }])
    sofia.finish(' at nine.')
    await ended('Hello?')
    expect(live.events.filter(({ type }) => type === 'stream.started')).toHaveLength(2)
    expect(live.events.filter(({ type }) => type === 'stream.ended')).toHaveLength(2)
  })

  it('grows in one message where the channel can edit, and ends as exactly what the agent said', async () => {
    await start({ canEdit: true })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning! We are open from nine to')
    await until(() => loft.sent.length === 1)
    expect(texts()).toEqual(['Good morning! We are open from nine'])
    sofia.write(' six.\n\nSee https://shop.exam')
    await until(() => loft.sent[0]?.edits.length === 1)
    expect(texts()).toEqual(['Good morning! We are open from nine to six.\n\nSee'])
    sofia.finish('ple/hours')
    expect(await ended('Hello?')).toMatchObject({ state: 'completed' })
    const whole = 'Good morning! We are open from nine to six.\n\nSee https://shop.example/hours'
    expect(texts()).toEqual([whole])
    const { items } = await omni.panel.conversations.messages({ conversationId: (await conversation())?.id ?? '' })
    expect(items.map(({ text }) => text)).toEqual(['Hello?', whole])
  })

  it('goes on in another message where one is full', async () => {
    await start({ canEdit: true })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    const whole = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')
    sofia.write(whole.slice(0, 300))
    await until(() => loft.sent.length === 1)
    sofia.finish(whole.slice(300))
    await ended('Hello?')
    expect(texts()).toEqual(splitAnswer(whole, { splitting: 'never', maxLength: 200 }))
  })

  it('goes on in another message as soon as one is full, while the agent still writes', async () => {
    await start({ canEdit: true })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    const whole = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ')
    for (let at = 0; at < 500; at += 50) sofia.write(whole.slice(at, at + 50))
    const parts = splitAnswer(whole, { splitting: 'never', maxLength: 200 })
    await until(() => loft.sent.length === 3)
    await until(() => texts()[0] === parts[0] && texts()[1] === parts[1])
    sofia.finish(whole.slice(500))
    await ended('Hello?')
    expect(texts()).toEqual(parts)
    const { items } = await omni.panel.conversations.messages({ conversationId: (await conversation())?.id ?? '' })
    expect(items.map(({ text }) => text)).toEqual(['Hello?', ...parts])
  })

  it('comes whole when the instance wants it so, or answers wait for approval', async () => {
    await start({ behaviour: { streaming: 'whole' } })
    await loft.arrive('loft', 'Ann', 'one')
    await sofia.asked()
    sofia.write('A.\n\nB.\n\n')
    sofia.finish('C.')
    await ended('one')
    expect(await omni.panel.traces.list({})).toMatchObject({
      items: [{ steps: expect.arrayContaining([expect.objectContaining({ detail: '3 of 3 parts sent.' })]) }],
    })
    await omni.panel.instances.update({ name: 'loft', behaviour: { streaming: 'auto', answersNeedApproval: true } })
    await loft.arrive('loft', 'Ann', 'two')
    await sofia.asked(2)
    sofia.finish('A.\n\nB.')
    expect(await ended('two')).toMatchObject({ stopCode: 'awaiting_approval' })
    expect(texts()).toEqual(['A.', 'B.', 'C.'])
  })

  it('ends with the fallback text when the agent fails in the middle, and is not started over', async () => {
    await start({ behaviour: { fallback: { ...(await fallback()), error: 'Sorry, a person goes on.' } } })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe')
    await until(() => loft.sent.length === 1)
    sofia.fail('server_error')
    expect(await ended('Hello?')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('What it had written until then was sent.'),
    })
    expect(texts()).toEqual(['Good morning!', 'Sorry, a person goes on.'])
    await until(() => live.events.some((event) => event.type === 'conversation.changed' && event.conversation.owner.kind === 'waiting'))
  })

  const cases = [
    ['finish', ['Good morning!', 'We open at nine.'], 'completed'],
    ['stop', ['Good morning!'], 'stopped'],
  ] as const
  it.each(cases)('when a person takes over in the middle: %s', async (whenInterrupted, expected, state) => {
    await start({ behaviour: { whenInterrupted } })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open')
    await until(() => loft.sent.length === 1)
    await omni.panel.conversations.takeOver({ conversationId: (await conversation())?.id ?? '', by: 'Rui', minutes: null })
    if (whenInterrupted === 'finish') sofia.finish(' at nine.')
    expect(await ended('Hello?')).toMatchObject({ state })
    expect(texts()).toEqual(expected)
  })

  it.each(cases)('when the customer writes again in the middle: %s', async (whenInterrupted, expected, state) => {
    await start({ behaviour: { whenInterrupted } })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open at nine.')
    await until(() => loft.sent.length === 1)
    await loft.arrive('loft', 'Ann', 'On Saturday, I mean')
    sofia.write('\n\n')
    if (whenInterrupted === 'finish') sofia.finish()
    const trace = await ended('Hello?')
    expect(trace.state).toBe(state)
    if (state === 'stopped') expect(trace).toMatchObject({ stopCode: 'superseded', reason: expect.stringContaining('wrote again') })
    expect(texts()).toEqual(expected)
    await sofia.asked(2)
    sofia.finish('On Saturday at ten.')
    expect(await ended('On Saturday, I mean')).toMatchObject({ state: 'completed' })
    expect(texts()).toEqual([...expected, 'On Saturday at ten.'])
  })

  it('says no more when a part may or may not have been sent', async () => {
    await start()
    loft.onCall = () => {
      throw new Error('the pigeon is lost')
    }
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open')
    await live.until((event) => event.type === 'message.changed' && event.message.delivery?.state === 'unknown')
    loft.onCall = () => {}
    sofia.finish(' at nine.')
    expect(await ended('Hello?')).toMatchObject({ state: 'failed', errorStage: 'deliver' })
    expect(texts()).toEqual([])
  })

  it('is never answered twice when the program stops in the middle; a person is asked', async () => {
    await start()
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open')
    await until(() => loft.sent.length === 1)
    live.stop()
    await omni.restart()
    live = await watchLive(omni.panel)
    await expect.poll(async () => (await omni.panel.traces.list({})).items[0]?.completedAt ?? null).not.toBeNull()
    expect((await omni.panel.traces.list({})).items[0]).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('only its beginning was sent'),
    })
    expect(texts()).toEqual(['Good morning!'])
    await expect.poll(async () => (await conversation())?.owner.kind).toBe('waiting')
  })

  it('arrives whole and in order, whatever it is and however it is written', async () => {
    await start()
    let count = 0
    const piece = fc.oneof(fc.constantFrom('\n\n', '```\n', ' ', '🎂 '), fc.lorem({ maxCount: 4 }))
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        const whole = pieces.join('')
        fc.pre(whole.trim() !== '')
        const before = loft.sent.length
        count += 1
        await loft.arrive('loft', 'Ann', `question ${count}`)
        await sofia.asked(count)
        for (const one of pieces) sofia.write(one)
        sofia.finish()
        await ended(`question ${count}`)
        expect(texts().slice(before)).toEqual(splitAnswer(whole, { splitting: 'paragraphs', maxLength: 200 }))
      }),
      { numRuns: 15 },
    )
  })

  async function fallback() {
    return { timeout: '', unreachable: '', error: '', empty: '', invalid: null, rateLimited: null, budget: null }
  }
})
