import { describe, expect, it } from 'vitest'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import { leftToPerson, missedFor, missedWindow } from './catch-up.ts'

const MINUTE_MS = 60_000
const CAME = Date.parse('2026-01-02T12:00:00.000Z')
const LISTED = 'It came while this computer was away: as set up, it is waiting for a person.'

const shop = (catchUp: 'answer' | 'list', catchUpMinutes = 15) =>
  ({ record: { behaviour: { catchUp, catchUpMinutes } } }) as RunningInstance

/** A message that came so many minutes after it was written. */
const item = (seq: number, minutes: number, { isMissed = true, isAsked = false } = {}) =>
  ({
    message: { seq, isMissed, sentAt: new Date(CAME - minutes * MINUTE_MS).toISOString() },
    receivedAtMs: CAME,
    isAsked,
  }) as TurnItem

describe('the window for what a chat brought while away', () => {
  it('is one also where bursts are not gathered: a platform hands out in one go what it kept', () => {
    expect(missedWindow({ gatherWindowMs: 0, gatherWindowMaxMs: 0 })).toEqual({ gatherWindowMs: 1500, gatherWindowMaxMs: 30_000 })
  })
  it('is no shorter than the window for what is live', () => {
    expect(missedWindow({ gatherWindowMs: 5000, gatherWindowMaxMs: 60_000 })).toEqual({ gatherWindowMs: 5000, gatherWindowMaxMs: 60_000 })
  })
})

describe('what came while this computer was away', () => {
  it.each([
    ['answered up to the age that is set', 'answer', 15 * MINUTE_MS, null],
    [
      'left to a person when it is older',
      'answer',
      15 * MINUTE_MS + 1,
      'It came while this computer was away, 15 minutes before it was seen: it is waiting for a person.',
    ],
    [
      'left to a person with its age in whole minutes',
      'answer',
      90.5 * MINUTE_MS,
      'It came while this computer was away, 91 minutes before it was seen: it is waiting for a person.',
    ],
    ['left to a person at any age where that is set', 'list', 0, LISTED],
  ] as const)('is %s', (_title, catchUp, ageMs, reason) => {
    expect(leftToPerson({ catchUp, catchUpMinutes: 15 }, ageMs)).toBe(reason)
  })

  it('is judged by the newest message of its burst, in whatever order they came', () => {
    const [old, young] = [item(1, 60), item(2, 1)]
    expect(missedFor(shop('answer'), [old, young])).toBeNull()
    expect(missedFor(shop('answer'), [young, old])).toBeNull()
    expect(missedFor(shop('answer'), [item(1, 1), item(2, 60)])).toMatchObject({
      code: 'came_while_away',
      reason: expect.stringContaining('60 minutes'),
    })
    expect(missedFor(shop('answer'), [item(2, 60), item(1, 1)])).toMatchObject({ reason: expect.stringContaining('60 minutes') })
  })

  it('is left to a person with the reason', () => {
    expect(missedFor(shop('list'), [item(1, 5)])).toEqual({ code: 'came_while_away', reason: LISTED })
  })

  it('is not what came in time, however old the others of its burst are', () => {
    expect(missedFor(shop('list'), [item(1, 60), item(2, 0, { isMissed: false })])).toBeNull()
  })

  it('is answered where a person asks for it', () => {
    expect(missedFor(shop('list'), [item(1, 60, { isAsked: true })])).toBeNull()
    expect(missedFor(shop('list'), [item(1, 60), item(2, 60, { isAsked: true })])).not.toBeNull()
  })

  it('is nothing where there is nothing', () => {
    expect(missedFor(shop('list'), [])).toBeNull()
  })

  it('is no older than new by a clock that is ahead', () => {
    expect(missedFor(shop('answer', 1), [item(1, -60)])).toBeNull()
  })
})
