import { expect, it } from 'vitest'
import { pastedToken } from './pasted-token.ts'

const TOKEN = 'xoxb-123-aBc'

it.each([
  TOKEN,
  `  ${TOKEN}\r\n`,
  `“${TOKEN}”`,
  `'${TOKEN}'`,
  `\`${TOKEN}\``,
  `«\u00a0${TOKEN}\u00a0»`,
  `\u200b${TOKEN}\ufeff`,
  `Bearer ${TOKEN}`,
  `Authorization: Bearer ${TOKEN}`,
  `bot\t${TOKEN}`,
  `SLACK_BOT_TOKEN=${TOKEN}`,
  `export SLACK_BOT_TOKEN="${TOKEN}"`,
  `"slackBotToken": "${TOKEN}",`,
  `token = “Bearer \u200b${TOKEN}”;`,
])('takes the token out of %j', (pasted) => expect(pastedToken(pasted)).toBe(TOKEN))

it.each([`xoxb-123\n-aBc`, `xoxb-“123”-aBc`, `xoxb-\u200b123`, 'хохb-123', 'xoxb 123', 'تجربة', 'x'.repeat(1001)])(
  'takes %j for no token',
  (pasted) => expect(pastedToken(pasted)).toBeNull(),
)

it.each(['', ' ', '“”', '\u200b'])('takes %j for nothing', (pasted) => expect(pastedToken(pasted)).toBe(''))

it.each(['MTIz.GaBc.x_y-z', 'YWJj=', 'YWJjZA==', '8f742231b10e8888abcd99yyyzzz85a5'])('leaves %j as it is', (token) =>
  expect(pastedToken(token)).toBe(token),
)
