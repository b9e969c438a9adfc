import { expect, test } from 'vitest'
import { updateInstanceSchema } from './instances.ts'

test('an update carries only what it names, so that saved settings are not reset to defaults', () => {
  const update = { name: 'shop', behaviour: { accessMode: 'allowlist' }, house: { greeting: 'Hi' } }
  expect(updateInstanceSchema.parse(update)).toEqual(update)
})

test('an update still checks what it names', () => {
  expect(updateInstanceSchema.safeParse({ name: 'shop', behaviour: { gatherWindowMs: -1 } }).success).toBe(false)
})
