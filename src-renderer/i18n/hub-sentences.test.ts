/**
 * Every sentence that the hub can say to the panel is known in `en/hub.ts`, and so, by its types, in
 * the other languages. The sentences are found in the hub's sources.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { hub } from './en/hub.ts'
import { createSentenceReader } from './sentence-reader.ts'

const HUB = new URL('../../src-main/hub', import.meta.url).pathname

/** What is said to others than the panel. */
const ELSEWHERE = [
  // REST and its documentation, whose wire is English.
  'api/http/omni-v1/',
  'answering/profiles/of-instance.ts',
  'answering/profiles/v1-fields.ts',
  'api/http/openapi/',
  'api/http/key-guard.ts',
  'api/http/metrics.ts',
  // What the house agent says to customers, in their language.
  'agents/house/',
  // What slash commands say to customers, in the language that those have set.
  'channels/discord/interactions/words.ts',
  // What Slack shows of the app.
  'channels/slack/manifest.ts',
  // What agents are asked.
  'answering/routing/topic-question.ts',
  'agents/background.ts',
  'answering/summaries/writing.ts',
  // Said in a terminal or a log, before there is a panel.
  'accounts/instances/seed.ts',
  'hub.ts',
  'api/http/listen.ts',
  'api/http/login-page.ts',
  'api/http/panel.ts',
  'api/http/backups.ts',
  // For whoever helps, wherever they are.
  'panel/diagnostics/',
  'observe/',
  // Happenings of a conversation: the panel has words of its own for each kind.
  'inbox/conversations/events.ts',
  'storage/sqlite/migrations.gen.ts',
]

/** Properties whose text a person reads, whatever it looks like. */
const READ = new Set(['message', 'reason', 'detail', 'label', 'help', 'description', 'title', 'confirm'])
/** A sentence of its own: more than one word, a capital letter and an end. */
const SENTENCE = /^(["“]?\p{Lu}|… )\S*\s.*[.!?…]$/su
const SQL = /\b(SELECT|UPDATE|DELETE|INSERT|WHERE|LIMIT|ORDER BY|AND state)\b/
/** What takes a code and the sentence for it. */
const CARRIER = /^(\w+Error|failed|stop)$/
/** Stands for a value in a sentence that was found. */
const VALUE = '…'

/** Every text that an expression can be, with {@link VALUE} for what is known only at run time. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text + node.templateSpans.map((span) => VALUE + span.literal.text).join('')]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...textsOf(node.left), ...textsOf(node.right)]
  return []
}

/** The names of others are the same in every language, and so are their notices; the rest is said before there is a panel. */
const NOT_SAID = [
  /^(WhatsApp|Slack|WhatsApp Cloud|Instagram|Not Found|Method Not Allowed|Access denied)$/,
  /^Bearer …$/,
  // The webhooks' own errors, in the words of the wire.
  /^(Instance not found|There is no default instance|This instance no longer exists)\.$/,
  /^WhatsApp by Evolution: /,
  /^… by …$/,
  /^The saved secrets are locked/,
  /^Another Omni already works/,
  /version of Omni that this one does not know/,
]

const isWords = (text: string) =>
  /\p{L}{2}/u.test(text.replaceAll(VALUE, '')) && !/^[a-z_]+$/.test(text) && !SQL.test(text) && !NOT_SAID.some((kind) => kind.test(text))

function findSentences(file: string, source: string): Map<string, string> {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const found = new Map<string, string>()
  const note = (node: ts.Node, texts: string[]) => {
    for (const text of texts.filter(isWords)) found.set(text, `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
  }
  const visit = (node: ts.Node): void => {
    // Words for the log, and checks of what programs send: nobody reads them in the panel.
    if (ts.isCallExpression(node) && /(^|\.)(log|logger)\.\w+$|\.refine$|\.regex$/.test(node.expression.getText())) return
    if (ts.isTypeNode(node)) return
    // The failures of channels and agents carry their sentence behind their code, as errors do.
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && CARRIER.test(node.expression.getText()))
      note(node, textsOf(node.arguments?.[1] ?? node.expression))
    if (ts.isPropertyAssignment(node) && READ.has(node.name.getText())) note(node, textsOf(node.initializer))
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
      note(
        node,
        textsOf(node).filter((text) => SENTENCE.test(text)),
      )
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const files = readdirSync(HUB, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !ELSEWHERE.some((place) => file.startsWith(place)),
)
const sentences = new Map(files.flatMap((file) => [...findSentences(file, readFileSync(join(HUB, file), 'utf8'))]))

test('the search finds what a person will read', () => {
  const source = `
    throw new OmniError('conflict', \`There is no "\${name}".\`)
    const a = { state: 'error', message: isGone ? 'gone for good' : 'Not there yet.', code: 'not_found' }
    const b = condition ? 'It was stopped by a person.' : null
    log.warn({ a }, 'This is for the log.')
    type T = 'This is a type.'`
  expect([...findSentences('x.ts', source).keys()]).toEqual([
    'There is no "….".'.replace('….', '…'),
    'gone for good',
    'Not there yet.',
    'It was stopped by a person.',
  ])
})

test('every sentence of the hub is known', () => {
  const reader = createSentenceReader(hub)
  expect(sentences.size).toBeGreaterThan(50)
  const unknown = [...sentences].filter(([sentence]) => reader.read(sentence) === null)
  expect(unknown.map(([sentence, place]) => `${place} ${sentence}`)).toEqual([])
})

test('no sentence is known that the hub does not say any more', () => {
  const reader = createSentenceReader(hub)
  const said = new Set([...sentences.keys()].map((sentence) => reader.read(sentence)?.key))
  // Parts are put into the holes of others.
  expect(Object.keys(hub).filter((key) => !said.has(key as keyof typeof hub) && !key.startsWith('part_'))).toEqual([])
})
