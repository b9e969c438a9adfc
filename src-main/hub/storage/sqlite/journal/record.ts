/**
 * How calls lie in a file of the call journal: one record after the other, each with its checksum, and found again
 * behind bytes that a power cut or a bad disk spoiled.
 *
 * A record: the mark (8 bytes), the bytes of its heads, of its texts, how many calls it holds, the checksum of all
 * that follows the mark (4 bytes each, little-endian), heads, texts (both in UTF-8).
 */
import { crc32 } from 'node:zlib'
import type { JournaledCall } from '../../port.ts'
import { headsOf, type JournalRow } from './journal-table.ts'

export const MARK_BYTES = 8
const HEADS_AT = 8
const TEXTS_AT = 12
const COUNT_AT = 16
const SUM_AT = 20
const BODY_AT = 24
/** Of UTF-16 units each takes at most three bytes in UTF-8. */
const BYTES_PER_UNIT = 3

/** Where a whole record lies. */
export interface RecordPlace {
  offset: number
  length: number
  /** Calls in it. */
  count: number
}

const checksum = (record: Buffer): number => crc32(record.subarray(BODY_AT), crc32(record.subarray(HEADS_AT, SUM_AT)))

/** Writes the record of `calls` into `room`, or into new memory where that is too small, and returns its bytes. */
export function encodeRecord(mark: Buffer, calls: JournaledCall[], room: Buffer): Buffer {
  const heads = headsOf(calls)
  const units = calls.reduce((sum, { text }) => sum + text.length, heads.length)
  const most = BODY_AT + units * BYTES_PER_UNIT
  const bytes = most <= room.length ? room : Buffer.allocUnsafe(most)
  mark.copy(bytes)
  const textsFrom = BODY_AT + bytes.write(heads, BODY_AT)
  let end = textsFrom
  for (const { text } of calls) end += bytes.write(text, end)
  bytes.writeUInt32LE(textsFrom - BODY_AT, HEADS_AT)
  bytes.writeUInt32LE(end - textsFrom, TEXTS_AT)
  bytes.writeUInt32LE(calls.length, COUNT_AT)
  const record = bytes.subarray(0, end)
  record.writeUInt32LE(checksum(record), SUM_AT)
  return record
}

/** Null when it is not a whole record. */
export function decodeRecord(record: Buffer): JournalRow | null {
  if (record.length < BODY_AT || record.readUInt32LE(SUM_AT) !== checksum(record)) return null
  const textsFrom = BODY_AT + record.readUInt32LE(HEADS_AT)
  return {
    heads: record.toString('utf8', BODY_AT, textsFrom),
    texts: record.toString('utf8', textsFrom),
    count: record.readUInt32LE(COUNT_AT),
  }
}

function wholeRecordAt(file: Buffer, offset: number): RecordPlace | null {
  if (offset + BODY_AT > file.length) return null
  const length = BODY_AT + file.readUInt32LE(offset + HEADS_AT) + file.readUInt32LE(offset + TEXTS_AT)
  if (offset + length > file.length) return null
  const record = file.subarray(offset, offset + length)
  if (record.readUInt32LE(SUM_AT) !== checksum(record)) return null
  return { offset, length, count: record.readUInt32LE(COUNT_AT) }
}

/**
 * The whole records of a file. A write that a crash cut short leaves a piece of one record at the end, which was
 * never acknowledged; anything else that is not a record is damage.
 */
export function findRecords(mark: Buffer, file: Buffer): { records: RecordPlace[]; isDamaged: boolean } {
  const records: RecordPlace[] = []
  let spoiled = 0
  let isDamaged = false
  let end = 0
  for (let at = file.indexOf(mark); at !== -1; at = file.indexOf(mark, end)) {
    const record = wholeRecordAt(file, at)
    if (record === null) {
      spoiled += 1
      end = at + MARK_BYTES
      continue
    }
    if (spoiled > 0 || at !== end) isDamaged = true
    records.push(record)
    end = at + record.length
  }
  return { records, isDamaged: isDamaged || spoiled > 1 }
}
