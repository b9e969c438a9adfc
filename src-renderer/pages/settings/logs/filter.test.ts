import { expect, test } from 'vitest'
import type { LogLevel, LogLine } from '../../../../src-shared/contract/logs.ts'
import { filterLines, linesText } from './filter.ts'

const line = (seq: number, level: LogLevel, message: string, facts = ''): LogLine => ({
  seq,
  at: '2026-01-15T10:00:00.000Z',
  level,
  message,
  facts,
})
const lines = [
  line(1, 'debug', 'looked'),
  line(2, 'info', 'The hub is up', '{"port":8882}'),
  line(3, 'warn', 'Slow disk'),
  line(4, 'error', 'The disk is full'),
]
const found = (level: LogLevel, words: string) => filterLines(lines, level, words).map(({ seq }) => seq)

test('a level shows itself and what is worse', () => {
  expect([found('debug', ''), found('info', ''), found('error', '')]).toEqual([[1, 2, 3, 4], [2, 3, 4], [4]])
})

test('every word has to be there, in the words or in what goes with them', () => {
  expect([found('debug', 'DISK'), found('debug', 'disk full'), found('debug', '8882'), found('info', 'looked')]).toEqual([
    [3, 4],
    [4],
    [2],
    [],
  ])
})

test('what is copied has one line for each', () => {
  expect(linesText(lines.slice(1, 3))).toBe(
    '2026-01-15T10:00:00.000Z INFO The hub is up {"port":8882}\n2026-01-15T10:00:00.000Z WARN Slow disk',
  )
})
