import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { shownInDocs } from './shown-in-docs.ts'

it('docs/screenshots holds the pictures that the documents show, and no others', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  expect(readdirSync(`${root}/docs/screenshots`).sort()).toEqual([...shownInDocs(root)].sort())
})
