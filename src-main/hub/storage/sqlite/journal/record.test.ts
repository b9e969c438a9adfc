import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournaledCall } from '../../port.ts'
import { callsOf } from './journal-table.ts'
import { decodeRecord, encodeRecord, findRecords } from './record.ts'

const mark = Buffer.from('ff01020304050607', 'hex')
const room = Buffer.alloc(200)
const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const calls: fc.Arbitrary<JournaledCall[]> = fc.array(fc.record({ instanceId: fc.nat(), arrivedAtMs: fc.nat(), text }), {
  minLength: 1,
  maxLength: 5,
})
const rows = fc.array(calls, { minLength: 1, maxLength: 5 })

/** Each in memory of its own: the next one written uses the room again. */
const recordOf = (row: JournaledCall[]) => Buffer.from(encodeRecord(mark, row, room))
const read = (file: Buffer) =>
  findRecords(mark, file).records.map(({ offset, length, count }) => {
    const row = decodeRecord(file.subarray(offset, offset + length))
    expect(row?.count).toBe(count)
    return row === null ? [] : callsOf(row)
  })

test('calls of any alphabet come back whole and in their order, in small rows and in large ones', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const file = Buffer.concat(all.map(recordOf))
      expect(read(file)).toEqual(all)
      expect(findRecords(mark, file).isDamaged).toBe(false)
    }),
  )
})

describe('a file of calls', () => {
  test('that a crash cut short anywhere has all records before the cut, and is not damaged', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (all, at) => {
        const records = all.map(recordOf)
        const file = Buffer.concat(records)
        const cut = at % (file.length + 1)
        let end = 0
        const whole = records.filter(({ length }) => {
          end += length
          return end <= cut
        })
        expect(read(file.subarray(0, cut))).toEqual(all.slice(0, whole.length))
        expect(findRecords(mark, file.subarray(0, cut)).isDamaged).toBe(false)
      }),
    )
  })

  test('of which a record is spoiled still has all others, and says so', () => {
    fc.assert(
      fc.property(
        fc.array(calls, { minLength: 2, maxLength: 5 }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (all, which, where, by) => {
          const records = all.map(recordOf)
          // The last one would look like a write that was cut short.
          const spoiled = which % (records.length - 1)
          const record = records[spoiled] ?? Buffer.alloc(0)
          const at = where % record.length
          record[at] = (record[at] ?? 0) ^ by
          const file = Buffer.concat(records)
          expect(read(file)).toEqual(all.filter((_, index) => index !== spoiled))
          expect(findRecords(mark, file).isDamaged).toBe(true)
        },
      ),
    )
  })

  test('may be anything at all', () => {
    const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(mark), calls.map(recordOf))
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => void read(Buffer.concat(pieces))))
  })
})
