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

  it('are taken back by a holder that has waited, before it goes on: there are never more at work than slots', async () => {
    const withSlot = createWithSlot(1)
    const order: string[] = []
    const [pause, work] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = withSlot('shop', async (idle) => {
      const said = await idle(async () => {
        await pause.promise
        order.push('first has waited')
        return 'what it waited for'
      })
      order.push(`first goes on with ${said}`)
    })
    const second = withSlot('shop', async () => {
      order.push('second begins')
      await work.promise
      order.push('second ends')
    })
    pause.resolve()
    // Whatever would go on without a slot has had the time to.
    await new Promise((resolve) => setImmediate(resolve))
    work.resolve()
    await Promise.all([first, second])
    expect(order).toEqual(['second begins', 'first has waited', 'second ends', 'first goes on with what it waited for'])
  })

  it('are taken back also where what was waited for fails, so that no slot is given back twice', async () => {
    const withSlot = createWithSlot(1)
    let inUse = 0
    let most = 0
    await withSlot('shop', async (idle) => {
      await idle(() => Promise.reject(new Error('fails'))).catch(() => undefined)
    })
    const one = async () => {
      inUse += 1
      most = Math.max(most, inUse)
      await Promise.resolve()
      inUse -= 1
    }
    await Promise.all([withSlot('shop', one), withSlot('shop', one)])
    expect(most).toBe(1)
  })

  it('of one instance do not keep another waiting', async () => {
    const withSlot = createWithSlot(1)
    const forever = withSlot('slow', () => new Promise(() => {}))
    await withSlot('quick', async () => {})
    expect(await Promise.race([forever, Promise.resolve('still waiting')])).toBe('still waiting')
  })
})
