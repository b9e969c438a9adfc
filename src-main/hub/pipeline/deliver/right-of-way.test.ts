import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRightOfWay } from './right-of-way.ts'

const never = new AbortController().signal
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
}

describe('the right of way', () => {
  it('lets no agent begin while a person has written and waits, and one message at a time on the wire', async () => {
    const step = fc.record({
      conversation: fc.constantFrom('a', 'b'),
      isPerson: fc.boolean(),
      gap: fc.nat(8),
      takes: fc.nat(12),
      prepares: fc.nat(9),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const way = createRightOfWay()
        const onWire = new Map<string, number>()
        const people = new Map<string, number>()
        const count = (map: Map<string, number>, key: string, by: number) => map.set(key, (map.get(key) ?? 0) + by)
        let left = 0

        async function send({ conversation, isPerson, takes, prepares }: (typeof steps)[number]): Promise<void> {
          const giveUp = isPerson ? way.claim(conversation) : () => {}
          if (isPerson) count(people, conversation, 1)
          // It is written down, and waits for its number.
          await turns(prepares)
          const mayBegin = () => isPerson || !way.isClaimed(conversation)
          while (true) {
            if (!mayBegin()) await way.whenClear(conversation, never)
            const sent = await way.onWire(conversation, mayBegin, async () => {
              if (!isPerson) expect(people.get(conversation) ?? 0).toBe(0)
              count(onWire, conversation, 1)
              expect(onWire.get(conversation)).toBe(1)
              await turns(takes)
              count(onWire, conversation, -1)
              return true
            })
            if (sent !== null) break
          }
          if (isPerson) count(people, conversation, -1)
          giveUp()
          left += 1
        }

        const all: Promise<void>[] = []
        for (const one of steps) {
          all.push(send(one))
          await turns(one.gap)
        }
        await Promise.all(all)
        expect(left).toBe(steps.length)
      }),
    )
  })

  it('ends a wait that is aborted, and keeps nothing of a conversation that is done', async () => {
    const way = createRightOfWay()
    const giveUp = way.claim('a')
    const stopping = new AbortController()
    const waiting = way.whenClear('a', stopping.signal)
    stopping.abort()
    await waiting
    expect(way.isClaimed('a')).toBe(true)
    giveUp()
    giveUp()
    expect(way.isClaimed('a')).toBe(false)
  })

  it('lets the next go after one that failed on the wire', async () => {
    const way = createRightOfWay()
    const failed = way.onWire(
      'a',
      () => true,
      () => Promise.reject(new Error('no')),
    )
    const next = way.onWire(
      'a',
      () => true,
      async () => 'sent',
    )
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('sent')
  })
})
