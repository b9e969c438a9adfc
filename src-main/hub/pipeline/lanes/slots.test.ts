import { describe, expect, it } from 'vitest'
import { createWithSlot } from './slots.ts'

describe('slots', () => {
  it('of an instance are never more than there are, and go to those who wait in turn', async () => {
    const withSlot = createWithSlot(2)
    const order: number[] = []
    let inUse = 0
    let most = 0
    await Promise.all(
      [0, 1, 2, 3, 4].map((n) =>
        withSlot('shop', async () => {
          inUse += 1
          most = Math.max(most, inUse)
          order.push(n)
          await Promise.resolve()
          inUse -= 1
        }),
      ),
    )
    expect(most).toBe(2)
    expect(order).toEqual([0, 1, 2, 3, 4])
  })

  it('are given up while their holder only waits, and by one that fails', async () => {
    const withSlot = createWithSlot(1)
    const order: string[] = []
    const pause = Promise.withResolvers<void>()
    const first = withSlot('shop', async (withoutSlot) => {
      await withoutSlot(() => pause.promise)
      order.push('first')
    })
    await withSlot('shop', async () => {
      order.push('second')
      throw new Error('fails')
    }).catch(() => undefined)
    pause.resolve()
    await first
    expect(order).toEqual(['second', 'first'])
  })

  it('of one instance do not keep another waiting', async () => {
    const withSlot = createWithSlot(1)
    const forever = withSlot('slow', () => new Promise(() => {}))
    await withSlot('quick', async () => {})
    expect(await Promise.race([forever, Promise.resolve('still waiting')])).toBe('still waiting')
  })
})
