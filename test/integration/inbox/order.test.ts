/** In which order what was written is answered and shown, and what is too old for an answer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Behaviour } from '../../../src-shared/contract/instances.ts'
import { type CaseStep, type EvolutionShop, openEvolutionShop, readCase } from '../../support/evolution-shop.ts'

const MINUTE_MS = 60_000

let shop: EvolutionShop

async function open(behaviour: Partial<Behaviour> = {}) {
  shop = await openEvolutionShop(behaviour)
}
afterEach(() => shop.stop())

const said = (id: string, text: string): CaseStep => ({
  event: 'messages.upsert',
  instance: 'shop',
  data: { key: { remoteJid: '15564000001@s.whatsapp.net', fromMe: false, id }, pushName: 'Ann', message: { conversation: text } },
})
const found = async (query: string) => (await shop.omni.panel.search.find({ query })).messages.map(({ snippet }) => snippet)
const thread = async () => {
  const [conversation] = (await shop.omni.panel.conversations.list({ instanceName: 'shop' })).items
  const { items } = await shop.omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
  return items.map(({ text }) => text)
}

describe('a burst', () => {
  const { behaviour, steps, expected } = readCase<{ behaviour: Partial<Behaviour>; steps: CaseStep[]; expected: string }>(
    'burst-out-of-order',
  )
  beforeEach(() => open(behaviour))

  it('is asked in the order in which it was written, whatever came first', async () => {
    const [second, first] = steps as [CaseStep, CaseStep]
    const at = Date.now()
    await shop.play(second, at)
    await shop.play(first, at - 3000)
    expect(await shop.typist.asked()).toBe(expected)
    shop.typist.finish('Yes')
    expect(await shop.ended('T2')).toMatchObject({ state: 'completed', messageCount: 2 })
    expect(await thread()).toEqual(['first said', 'second said', 'Yes'])
  })

  it('of one second is asked in the order in which it came', async () => {
    const at = Date.now()
    for (const id of ['b', 'a', 'c']) await shop.play(said(id, id), at)
    expect(await shop.typist.asked()).toBe('b\na\nc')
    shop.typist.finish('Yes')
    await shop.ended('b')
    expect(await thread()).toEqual(['b', 'a', 'c', 'Yes'])
  })
})

describe('a message that overtook another', () => {
  beforeEach(() => open())

  it('is answered after the other while both wait', async () => {
    const at = Date.now()
    await shop.play(said('A', 'one'), at - 9000)
    await shop.typist.asked(1)
    await shop.play(said('C', 'three'), at - 3000)
    await shop.play(said('B', 'two'), at - 6000)
    shop.typist.finish('1')
    expect(await shop.typist.asked(2)).toBe('two')
    shop.typist.finish('2')
    expect(await shop.typist.asked(3)).toBe('three')
    shop.typist.finish('3')
    await shop.ended('C')
    expect((await thread()).slice(0, 3)).toEqual(['one', 'two', 'three'])
  })

  it('stands before what was written later, also where that has its answer, and stays there', async () => {
    const at = Date.now()
    await shop.play(said('B', 'later'), at)
    await shop.typist.asked(1)
    shop.typist.finish('To the later')
    await shop.ended('B')
    // The index of the search has come as far as this.
    expect(await found('later')).toEqual(['To the later', 'later'])
    await shop.play(said('A', 'earlier'), at - 5000)
    await shop.typist.asked(2)
    const seen = await shop.live.until((event) => event.type === 'message.changed' && event.message.text === 'earlier')
    const later = await shop.live.until((event) => event.type === 'message.changed' && event.message.text === 'later')
    if (seen.type !== 'message.changed' || later.type !== 'message.changed') throw new Error('unreachable')
    expect(seen.message.seq).toBeLessThan(later.message.seq)
    shop.typist.finish('To the earlier')
    await shop.ended('A')
    expect(await thread()).toEqual(['earlier', 'later', 'To the later', 'To the earlier'])
    await shop.restart()
    expect(await thread()).toEqual(['earlier', 'later', 'To the later', 'To the earlier'])
    expect(await found('earlier')).toEqual(['To the earlier', 'earlier'])
  })
})

describe('what is old when it comes', () => {
  const { webhook } = readCase<{ webhook: CaseStep }>('old-message-answered')
  const seconds = (text: string) => Number(/now - (\d+)/.exec(text)?.[1]) * 1000

  it('is left to a person by the rule for what came while away', async () => {
    await open()
    await shop.play(webhook, Date.now() - seconds(String(webhook.data['messageTimestamp'])))
    expect(await shop.ended('O1')).toMatchObject({ state: 'stopped', stopCode: 'came_while_away' })
    expect(shop.evolution.sent).toEqual([])
    expect((await shop.omni.panel.conversations.list({ waiting: true })).items).toMatchObject([
      { owner: { kind: 'waiting', reason: 'missed' }, unreadCount: 1 },
    ])
  })

  it('is answered if it is young enough, unless all such is only to be listed', async () => {
    await open()
    await shop.play(said('Y1', 'five minutes ago'), Date.now() - 5 * MINUTE_MS)
    expect(await shop.typist.asked()).toBe('five minutes ago')
    shop.typist.finish('Yes')
    expect(await shop.ended('Y1')).toMatchObject({ state: 'completed' })
    await shop.omni.panel.instances.update({ name: 'shop', behaviour: { catchUp: 'list' } })
    await shop.play(said('Y2', 'three minutes ago'), Date.now() - 3 * MINUTE_MS)
    expect(await shop.ended('Y2')).toMatchObject({ stopCode: 'came_while_away' })
  })

  it('by a clock that is ahead of this computer is what was written now', async () => {
    await open({ catchUp: 'list' })
    await shop.play(said('F1', 'from tomorrow'), Date.now() + 24 * 60 * MINUTE_MS)
    expect(await shop.typist.asked(1)).toBe('from tomorrow')
    shop.typist.finish('1')
    await shop.ended('F1')
    await shop.play(said('F2', 'after it'), Date.now())
    expect(await shop.typist.asked(2)).toBe('after it')
    shop.typist.finish('2')
    await shop.ended('F2')
    expect(await thread()).toEqual(['from tomorrow', '1', 'after it', '2'])
  })

  it('without a time was written now', async () => {
    await open({ catchUp: 'list' })
    await shop.play(said('N1', 'timeless'))
    expect(await shop.typist.asked()).toBe('timeless')
    shop.typist.finish('Yes')
    expect(await shop.ended('N1')).toMatchObject({ state: 'completed' })
  })
})
