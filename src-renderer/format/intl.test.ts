import { afterEach, expect, it } from 'vitest'
import { dateFormat, numberFormat } from './intl.ts'
import { clockTime } from './time.ts'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

it('makes a formatter once for each language and its options', () => {
  const one = numberFormat('en', { maximumFractionDigits: 0 })
  expect(numberFormat('en', { maximumFractionDigits: 0 })).toBe(one)
  expect(numberFormat('es', { maximumFractionDigits: 0 })).not.toBe(one)
  expect(numberFormat('en', { maximumFractionDigits: 1 })).not.toBe(one)
  expect(dateFormat('en', {})).not.toBe(one)
})

it('tells the time of where the machine is now', () => {
  process.env['TZ'] = 'Europe/Lisbon'
  expect(clockTime('2026-01-03T14:02:00Z', 'pt-BR')).toBe('14:02')
  process.env['TZ'] = 'America/Sao_Paulo'
  expect(clockTime('2026-01-03T14:02:00Z', 'pt-BR')).toBe('11:02')
})
