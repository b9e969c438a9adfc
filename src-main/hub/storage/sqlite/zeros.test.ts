import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { fillWithZeros, hasRoomFor } from './zeros.ts'

const folder = mkdtempSync(join(tmpdir(), 'omni-zeros-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes a file of exactly so many zeros', async () => {
  const path = join(folder, 'zeros')
  const handle = openSync(path, 'w+')
  await fillWithZeros(handle, 600_001)
  closeSync(handle)
  expect(readFileSync(path).equals(Buffer.alloc(600_001))).toBe(true)
})

it('has no room for what would take more than a tenth of what is free', async () => {
  expect(await hasRoomFor(1, folder)).toBe(true)
  expect(await hasRoomFor(Number.MAX_SAFE_INTEGER / 10, folder)).toBe(false)
})
