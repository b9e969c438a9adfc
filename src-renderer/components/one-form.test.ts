/** A form that hears the forms of its own dialogs sends what nobody sent: only `Form` may be one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = new URL('..', import.meta.url).pathname

test('no component has a form of its own making', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
  const own = files.filter((file) => /<form\b/.test(readFileSync(join(ROOT, file), 'utf8')))
  expect(own).toEqual([join('components', 'Form.tsx')])
})
