import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'

test('JSON is indented', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
})

test('what is no JSON is shown as it came', () => {
  expect(prettyJson('Bad gateway <html>')).toBe('Bad gateway <html>')
})
