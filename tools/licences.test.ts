import { expect, test } from 'vitest'
import { collectLicences } from './licences.ts'

const { packages, texts } = collectLicences()
const names = packages.map(({ name }) => name)

test('what the hub loads, what the panel is made of, and what they need, is named', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'fastify',
      'better-sqlite3',
      'react',
      'react-dom',
      '@mantine/core',
      'scheduler',
      'electron',
      '@fontsource-variable/inter',
    ]),
  )
})

test('what only builds or tests the product is not', () => {
  for (const tool of ['vitest', '@biomejs/biome', 'typescript', 'vite', 'playwright', 'playwright-core']) expect(names).not.toContain(tool)
})

test('each says under what licence it is, and nearly all bring its text', () => {
  for (const { name, licence, version } of packages)
    expect([name, licence.length > 1, version]).toEqual([name, true, expect.stringMatching(/^\d/)])
  expect(packages.filter(({ text }) => text !== null).length).toBeGreaterThan(packages.length * 0.8)
  for (const { text } of packages) if (text !== null) expect(texts[text]?.length).toBeGreaterThan(100)
})
