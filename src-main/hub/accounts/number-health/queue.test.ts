import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNumberQueue, type Place } from './queue.ts'

test('whatever comes and leaves, people stand before programs and those before agents, each in the order of coming', () => {
  const step = fc.oneof(fc.record({ rank: fc.integer({ min: 0, max: 2 }) }), fc.record({ leaves: fc.nat(20) }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = createNumberQueue()
      let waiting: { rank: number; at: number; place: Place }[] = []
      steps.forEach((one, at) => {
        if ('rank' in one) waiting.push({ rank: one.rank, at, place: queue.join(one.rank, () => {}) })
        else if (waiting.length > 0) {
          const [gone] = waiting.splice(one.leaves % waiting.length, 1)
          gone?.place.leave()
        }
        waiting = waiting.sort((a, b) => a.rank - b.rank || a.at - b.at)
        expect(waiting.map(({ place }) => place.index)).toEqual(waiting.map((_, index) => index))
        expect(queue.length).toBe(waiting.length)
      })
    }),
  )
})

test('who becomes the first looks again, and so does who is the first no more', () => {
  const looks: string[] = []
  const queue = createNumberQueue()
  const agent = queue.join(2, () => looks.push('agent'))
  const person = queue.join(0, () => looks.push('person'))
  expect([looks.splice(0), agent.index, person.index]).toEqual([['agent'], 1, 0])
  person.leave()
  expect(looks).toEqual(['agent'])
})
