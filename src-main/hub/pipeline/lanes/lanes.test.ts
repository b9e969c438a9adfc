import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import type { LaneItem } from './lane-item.ts'
import { createLanes } from './lanes.ts'

const item = (id: string) => ({ kind: 'resume', turn: { id, instanceName: 'shop' }, cause: 'restart' }) as LaneItem

describe('lanes', () => {
  it('keep the order within a conversation and run conversations side by side', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })), { maxLength: 40 }),
        async (pushes) => {
          const done = new Map<string, string[]>()
          let running = 0
          const busy = new Set<string>()
          const lanes = createLanes(
            async (lane, work) => {
              expect(busy.has(lane.conversationId)).toBe(false)
              busy.add(lane.conversationId)
              running += 1
              if (work.kind === 'resume') {
                for (let turn = 0; turn < Number(work.turn.id.split('/')[1]); turn += 1) await Promise.resolve()
                done.set(lane.conversationId, [...(done.get(lane.conversationId) ?? []), work.turn.id])
              }
              running -= 1
              busy.delete(lane.conversationId)
            },
            (error) => {
              throw error
            },
          )
          const expected = new Map<string, string[]>()
          pushes.forEach(([lane, turns], index) => {
            const id = `${index}/${turns}`
            expected.set(String(lane), [...(expected.get(String(lane)) ?? []), id])
            lanes.push('shop', String(lane), item(id))
          })
          await lanes.idle()
          expect(done).toEqual(expected)
          expect(running).toBe(0)
          expect(lanes.depth).toBe(0)
        },
      ),
    )
  })

  it('go on after an item that failed', async () => {
    const done: string[] = []
    const errors: unknown[] = []
    const lanes = createLanes(
      async (_lane, work) => {
        if (work.kind !== 'resume') return
        if (work.turn.id === 'bad') throw new Error('boom')
        done.push(work.turn.id)
      },
      (error) => errors.push(error),
    )
    for (const id of ['a', 'bad', 'b']) lanes.push('shop', 'c', item(id))
    await lanes.idle()
    expect(done).toEqual(['a', 'b'])
    expect(errors).toHaveLength(1)
  })

  it('let a worker rest for its time, for whatever is not a turn, and no longer than it is woken', async () => {
    const timers = manualTimers()
    const seen: string[] = []
    const lanes = createLanes(
      async (lane, work) => {
        await lane.rest(100)
        const behind = lane.take()
        seen.push([work, behind].map((one) => (one?.kind === 'resume' ? one.turn.id : '-')).join())
      },
      () => {},
      timers,
    )
    lanes.push('shop', 'timed', item('a'))
    timers.advance(99)
    expect(seen).toEqual([])
    timers.advance(1)
    await lanes.idle()
    lanes.push('shop', 'interrupted', item('b'))
    lanes.push('shop', 'interrupted', item('c'))
    await lanes.idle()
    lanes.push('shop', 'woken', item('d'))
    lanes.wake()
    await lanes.idle()
    expect(seen).toEqual(['a,-', 'b,c', 'd,-'])
    expect(timers.pending()).toBe(0)
  })
})
