import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFaultLedger } from './fault-ledger.ts'

let folder: string
let now = Date.parse('2026-03-14T09:00:00.000Z')
const open = (directory = folder) => openFaultLedger(directory, () => now)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-faults-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a setback is reported after the process has ended, until it is dismissed', () => {
  expect(open().latest()).toBeNull()
  open().note('restarted')
  open().note('ended')
  expect(open().latest()).toEqual({ at: '2026-03-14T09:00:00.000Z', outcome: 'ended' })
  open().dismiss()
  open().dismiss()
  expect(open().latest()).toBeNull()
})

test('a setback of yesterday is no longer reported', () => {
  open().note('restarted')
  now += 24 * 3_600_000 - 1
  expect(open().latest()).not.toBeNull()
  now += 1
  expect(open().latest()).toBeNull()
})

test('a file that cannot be read or written changes nothing', () => {
  writeFileSync(join(folder, 'last-setback.json'), '{"at": "yester')
  expect(open().latest()).toBeNull()
  expect(() => open(join(folder, 'gone')).note('restarted')).not.toThrow()
})

test('faults are counted by their kind', () => {
  const ledger = open()
  ledger.count('uncaughtException')
  ledger.count('unhandledRejection')
  ledger.count('unhandledRejection')
  expect([ledger.counted('uncaughtException'), ledger.counted('unhandledRejection')]).toEqual([1, 2])
})
