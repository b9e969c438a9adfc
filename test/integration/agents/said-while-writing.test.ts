/** Parts have left already, and then it turns out that the whole is something else. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Behaviour } from '../../../src-shared/contract/instances.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { createPigeonLoft, type PigeonLoft, RING } from '../../support/pigeon-channel.ts'
import { createTypist, type Typist } from '../../support/typist.ts'

describe('an answer of which a part was sent while it was written', () => {
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
      behaviour: { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0, splitting: 'paragraphs', ...options.behaviour },
    })
  }
  afterEach(async () => {
    live.stop()
    await omni.stop()
  })
  const texts = () => loft.sent.map(({ text }) => text)
  const until = (check: () => boolean) => expect.poll(check, { timeout: 10_000, interval: 5 }).toBe(true)
  const ended = (text: string) => live.untilTrace((trace) => trace.messagePreview === text && trace.completedAt !== null)
  const streamsBegun = () => live.events.flatMap((event) => (event.type === 'stream.started' ? [event.stream] : []))

  const finals: [name: string, final: string, told: string[], reason: string][] = [
    ['is the same', 'Good morning!\n\nWe open at nine.', ['Good morning!', 'We open at nine.'], 'Answered in 2 messages.'],
    ['lacks what was sent', 'We open at nine.', ['Good morning!', 'We open at nine.'], 'Answered in 2 messages.'],
    ['is empty', '', ['Good morning!', 'We open at nine.'], 'Answered in 2 messages.'],
    ['has other spaces', 'Good  morning! We open at  nine.', ['Good morning!', 'We open at  nine.'], 'Answered in 2 messages.'],
    ['goes on', 'Good morning!\n\nWe open at nine.\n\nBye!', ['Good morning!', 'We open at nine.', 'Bye!'], 'Answered in 3 messages.'],
    ['goes on another way', 'Good morning!\n\nWe are closed.', ['Good morning!', 'We are closed.'], 'Answered in 2 messages.'],
    ['says it later', 'We are closed.\n\nGood morning!', ['Good morning!', 'We are closed.'], 'differs from what it had written before'],
  ]
  it.each(finals)('says all once, where the whole text %s', async (_name, final, told, reason) => {
    await start()
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open at')
    await until(() => loft.sent.length === 1)
    sofia.write(' nine.')
    sofia.endWith(final)
    expect(await ended('Hello?')).toMatchObject({ state: 'completed', reason: expect.stringContaining(reason) })
    expect(texts()).toEqual(told)
  })

  it('goes on with the answer where a closing mark shows that it was reasoning, and sends none of it next time', async () => {
    await start()
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('She wants hours.\n\nBe polite, she')
    await until(() => loft.sent.length === 1)
    sofia.write(' is angry.</think>\n\nWe open')
    await live.until((event) => event.type === 'stream.delta' && event.text.includes('We open'))
    expect(streamsBegun().at(-1)?.text).toBe('')
    sofia.finish(' at nine.')
    expect(await ended('Hello?')).toMatchObject({ state: 'completed', reason: expect.stringContaining('differs') })
    expect(texts()).toEqual(['She wants hours.', 'We open at nine.'])

    await loft.arrive('loft', 'Ann', 'And today?')
    await sofia.asked(2)
    sofia.write('Again she asks.\n\nHours of today.\n\n')
    sofia.write('Friendly.</think>Until six.\n\nBye')
    await until(() => loft.sent.length === 3)
    sofia.finish('!')
    await ended('And today?')
    expect(texts().slice(2)).toEqual(['Until six.', 'Bye!'])
  })

  it('is edited into the answer where a message that grows turns out to be reasoning', async () => {
    await start({ canEdit: true, behaviour: { streaming: 'auto' } })
    await loft.arrive('loft', 'Ann', 'Hello?')
    await sofia.asked()
    sofia.write('She wants to know the hours, I guess')
    await until(() => loft.sent.length === 1)
    sofia.write('.</think>\n\nWe open at')
    sofia.finish(' nine.')
    expect(await ended('Hello?')).toMatchObject({ state: 'completed' })
    expect(texts()).toEqual(['We open at nine.'])
  })
})
