import { expect, test } from 'vitest'
import { scrub } from './scrub.ts'

test.each([
  'refused: Bearer abc123def456ghi',
  'called https://user:hunter22@example.com/x',
  'GET /webhook?apikey=hunter22hunter22&x=1',
  'the key sk-omni-hunter22hunter22 is wrong',
  'slack said no to xoxb-hunter22-hunter22-hunter22',
  '{"error":"bad token: eyJhunter22hunter22.eyJhunter22hunter22.abc"}',
  '{"apikey":"hunter22hunter22"}',
  'password=hunter22',
])('nothing of a secret is left of: %s', (line) => {
  expect(scrub(line)).not.toMatch(/hunter22|abc123def456/)
  expect(scrub(line)).toContain('[hidden]')
})

test('what is not a secret stays as it was', () => {
  for (const line of ['the hub is up', '{"baseUrl":"http://127.0.0.1:8882","version":"0.1.0"}', 'a key was created', 'monkey=1'])
    expect(scrub(line)).toBe(line)
})
