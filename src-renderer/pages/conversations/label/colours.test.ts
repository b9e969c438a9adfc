import { expect, test } from 'vitest'
import type { Label } from '../../../../src-shared/contract/labels.ts'
import { COLOURS, nextColour } from './colours.ts'

test('every new label has another colour until all are in use', () => {
  const labels: Label[] = []
  for (const [n] of COLOURS.entries()) labels.push({ id: `l${n}`, name: `label ${n}`, colour: nextColour(labels) })
  expect(new Set(labels.map(({ colour }) => colour)).size).toBe(COLOURS.length)
})
