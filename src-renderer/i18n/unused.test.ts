/** Every text of the panel is shown somewhere: what nobody asks for any more is deleted with its last use. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { en } from './en/index.ts'

const ROOT = new URL('..', import.meta.url).pathname
const DESKTOP = new URL('../../src-main/desktop', import.meta.url).pathname

type Group = { [key: string]: string | Group }

/** Keys without the ending that i18next chooses by a number. */
function keysOf(group: Group, before = ''): string[] {
  const keys = Object.entries(group).flatMap(([name, value]) =>
    typeof value === 'string' ? [before + name.replace(/_(one|other)$/, '')] : keysOf(value, `${before}${name}.`),
  )
  return [...new Set(keys)]
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The literal texts of a file as patterns, where a value in a template can be any part of a name. */
function asked(source: string): { namespaces: Set<string>; patterns: Set<string> } {
  const file = ts.createSourceFile('page.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const namespaces = new Set<string>()
  const patterns = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) patterns.add(escaped(node.text))
    // A key in an object is the name of its text: `{ minutes: 30, key: … }`, `heads = { total: … }`.
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) patterns.add(escaped(node.name.text))
    if (ts.isTemplateExpression(node))
      patterns.add(escaped(node.head.text) + node.templateSpans.map((span) => `[\\w-]+${escaped(span.literal.text)}`).join(''))
    if (ts.isCallExpression(node) && node.expression.getText() === 'useTranslation') {
      const names = node.arguments[0]
      if (!names) namespaces.add('common')
      else if (ts.isStringLiteral(names)) namespaces.add(names.text)
      else if (ts.isArrayLiteralExpression(names) && names.elements[0] && ts.isStringLiteral(names.elements[0]))
        namespaces.add(names.elements[0].text)
      return
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { namespaces, patterns }
}

/** The keys that no source asks for. A file that does not say its namespace may name keys of any. */
function unused(texts: Record<string, Group>, sources: string[]): string[] {
  const keys = Object.entries(texts).flatMap(([namespace, group]) => keysOf(group).map((key) => ({ namespace, key })))
  const found = new Set<string>()
  for (const source of sources) {
    const { namespaces, patterns } = asked(source)
    // What is only a value says nothing about a name.
    const named = [...patterns].filter((pattern) => /^[a-zA-Z]/.test(pattern) || pattern.includes('_'))
    if (named.length === 0) continue
    const whole = new RegExp(`^(?:${named.join('|')})$`)
    for (const { namespace, key } of keys) {
      const isHere = namespaces.size === 0 || namespaces.has(namespace)
      if (whole.test(`${namespace}:${key}`) || (isHere && whole.test(key))) found.add(`${namespace}:${key}`)
    }
  }
  return keys.map(({ namespace, key }) => `${namespace}:${key}`).filter((key) => !found.has(key))
}

test('a text is used by its own name, by a template or with its namespace, and only in its namespace', () => {
  const texts = {
    one: { plain: 'a', way_fast: 'b', rows_one: 'c', rows_other: 'd', group: { inner: 'e' } },
    two: { plain: 'f', left: 'g' },
  }
  const page = `const { t } = useTranslation('one'); t('plain'); t(\`way_\${way}\`); t('rows', { count }); t('group.inner')`
  expect(unused(texts, [page])).toEqual(['two:plain', 'two:left'])
  expect(unused(texts, [page, "useTranslation(['one', 'two']); t('two:left')"])).toEqual(['two:plain'])
})

test('no text of the panel is left without a use', () => {
  // What the hub says is found in the sources of the hub (`hub-sentences.test.ts`).
  const { hub: _said, ...texts } = en
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !/^i18n\/(en|es|pt-BR)\//.test(file),
  )
  // The desktop app says some of them outside of its window.
  const desktop = readdirSync(DESKTOP, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const sources = [...files.map((file) => join(ROOT, file)), ...desktop.map((file) => join(DESKTOP, file))].map((file) =>
    readFileSync(file, 'utf8'),
  )
  expect(unused(texts, sources)).toEqual([])
})
