import { expect, test } from 'vitest'
import { createSentenceReader } from './sentence-reader.ts'

const reader = createSentenceReader({
  noInstance: 'Instance "{{name}}" not found.',
  fallbackSent: '{{detail}} The fallback text was sent.',
  failed: 'It failed (error {{status}}){{text}}.',
  stopped: 'It was stopped.',
})

test('a finished sentence is found, with what was put into its holes', () => {
  expect(reader.read('Instance "shop" not found.')).toEqual({ key: 'noInstance', values: { name: 'shop' } })
  expect(reader.read('It failed (error 500): no room.')).toEqual({ key: 'failed', values: { status: '500', text: ': no room' } })
  expect(reader.read('It failed (error 500).')?.values).toEqual({ status: '500', text: '' })
})

test('what stands in a hole may be a sentence of its own, over several lines', () => {
  expect(reader.read('It was stopped.\nAt once. The fallback text was sent.')).toEqual({
    key: 'fallbackSent',
    values: { detail: 'It was stopped.\nAt once.' },
  })
})

test('the sentence with the most words of its own is the one that is meant', () => {
  const two = createSentenceReader({ short: 'The {{what}}.', long: 'The server {{what}}.' })
  expect(two.read('The server failed.')?.key).toBe('long')
})

test('signs that mean something in a pattern are signs', () => {
  const odd = createSentenceReader({ odd: 'Is it (really) [a] {{x}}? 1+1 = 2.' })
  expect(odd.read('Is it (really) [a] test? 1+1 = 2.')?.values).toEqual({ x: 'test' })
  expect(odd.read('Is it really a test? 11 = 2.')).toBeNull()
})

test('the words of others are none of the known sentences', () => {
  expect(reader.read('HTTP 418: I am a teapot')).toBeNull()
})
