/** No text of the panel is written in its components: what a person can read comes from `i18n/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const ROOT = new URL('..', import.meta.url).pathname

/** Attributes whose value a person sees or hears. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'title',
  'label',
])
const SPOKEN_OF_OURS = new Set(['placeholder', 'description', 'text', 'note', 'error', 'help', 'nothingFoundMessage', 'message', 'action'])

/** Letters that make a word; a unit, an emoji, a dot or the product's own name need no translation. */
function isWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/\b(Omni|ms)\b/g, ''))
}

/** Every piece of literal text that an expression can be: both sides of a choice, the text around a value. */
function literals(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  if (ts.isParenthesizedExpression(node)) return literals(node.expression)
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)]
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind
    if (kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken)
      return [...literals(node.left), ...literals(node.right)]
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return literals(node.right)
  }
  return []
}

function findHardCoded(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const report = (node: ts.Node, texts: string[]) => {
    const words = texts.filter(isWords)
    const { line } = file.getLineAndCharacterOfPosition(node.getStart())
    if (words.length > 0) found.push(`${name}:${line + 1} ${words.join(' … ').trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) report(node, [node.text])
    else if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) report(node, literals(node.expression))
    else if (ts.isJsxAttribute(node) && node.initializer) {
      const attribute = node.name.getText()
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer
      if ((SPOKEN.has(attribute) || SPOKEN_OF_OURS.has(attribute)) && value && ts.isExpression(value)) report(node, literals(value))
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      // Options of a select, toasts, the title of the window: objects that end up on the screen.
      if (/^(label|title|placeholder|aria-label)$/.test(node.name.text)) report(node, literals(node.initializer))
    } else if (ts.isBinaryExpression(node) && /\.(title|ariaLabel|placeholder|textContent)$/.test(node.left.getText())) {
      report(node, literals(node.right))
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

test('the search finds what would be missed in another language', () => {
  const page = `
    const a = <p title="Fine print">Hello <b>{isNew ? 'new one' : t('old')}</b></p>
    const b = <Button aria-label={'Close it'} placeholder={\`\${n} items\`} className="not-words" href="/home" />
    const c = { label: 'Choose me', value: 'not-words' }
    document.title = 'My page'
    const ok = <i data-state="some words" aria-label={t('x')}>· {count} Omni</i>`
  expect(findHardCoded('page.tsx', page).map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'Fine print',
    'Hello',
    'new one',
    'Close it',
    'items',
    'Choose me',
    'My page',
  ])
})

test('no component, hook or store has words of its own', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith('i18n/'),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((file) => findHardCoded(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([])
})
