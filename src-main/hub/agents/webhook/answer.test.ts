import { expect, it } from 'vitest'
import { withoutControlWords } from '../control-words.ts'
import { apartFromReasoning } from '../reasoning.ts'
import { readBody } from './answer.ts'

/** Each would take a pattern that goes back hours; the time limit of the test ends it then. */
it.each([
  ['quotation marks that never end', `{${'\\"'.repeat(500_000)}}`],
  ['a fence of spaces', `{"output": ${JSON.stringify(`\`\`\`${' '.repeat(500_000)}x`)}}`],
  ['marks that nobody sees', `{"output": ${JSON.stringify(`${'\ufeff'.repeat(100_000)}x`)}}`],
  ['lines that are empty', `{"output": ${JSON.stringify(`x${'\r'.repeat(500_000)}${'\n'.repeat(500_000)}x`)}}`],
  ['brackets', `{"output": ${JSON.stringify('x<think '.repeat(100_000))}}`],
  ['objects in lines', '}\n{\n'.repeat(200_000)],
])('a hostile answer of %s is read in the time that its length needs', (_name, body) => {
  const event = readBody(body, 200)
  if (event.type === 'completed') withoutControlWords(apartFromReasoning(event.text ?? '').text)
  expect(['completed', 'failed']).toContain(event.type)
})
