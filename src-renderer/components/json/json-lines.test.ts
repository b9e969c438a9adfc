import { expect, test } from 'vitest'
import { type JsonLine, jsonLines, pathsFrom, prettyJson } from './json-lines.ts'

const value = { event: 'messages.upsert', data: { key: { id: 'A1' }, list: [1, null, []] }, none: {} }
const written = (lines: JsonLine[]) =>
  lines
    .map(({ depth, name, text, hasComma }) => `${'  '.repeat(depth)}${name === null ? '' : `${name}: `}${text}${hasComma ? ',' : ''}`)
    .join('\n')

test('unfolded, the lines are the JSON itself', () => {
  expect(written(jsonLines(value, new Set()))).toBe(JSON.stringify(value, null, 2))
  for (const one of [null, 'text', 3.5, [], {}, [[1], { a: [] }]])
    expect(written(jsonLines(one, new Set()))).toBe(JSON.stringify(one, null, 2))
})

test('what is folded is one line that tells how much is in it', () => {
  const lines = jsonLines(value, new Set(['/data']))
  expect(lines.map(({ kind }) => kind)).toEqual(['open', 'value', 'folded', 'value', 'close'])
  expect(lines[2]).toMatchObject({ name: '"data"', text: '{…}', count: 2, hasComma: true })
})

test('everything below a depth can be folded at once, but nothing that is empty', () => {
  expect(pathsFrom(value, 1)).toEqual(['/data', '/data/key', '/data/list'])
  expect(pathsFrom(value, 2)).toEqual(['/data/key', '/data/list'])
})

test('a text of a megabyte does not reach the screen', () => {
  const [line] = jsonLines('x'.repeat(1_000_000), new Set())
  expect(line?.text.length).toBeLessThan(2100)
})

test('what is not JSON stays as it came', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyJson('<html>')).toBe('<html>')
})
