import { expect, test } from 'vitest'
import type { LogLine } from '../../../../src-shared/contract/logs.ts'
import { type DiagnosticFacts, diagnosticReport } from './report.ts'

const line = (level: LogLine['level'], message: string, facts: object = {}): LogLine => ({
  seq: 1,
  at: '2026-01-15T10:00:00.000Z',
  level,
  message,
  facts: JSON.stringify(facts),
})

function reportWith(lines: LogLine[]): string {
  const facts: DiagnosticFacts = {
    version: '1.2.3',
    hostKind: 'desktop',
    startedAt: '2026-01-15T08:00:00.000Z',
    nowMs: Date.parse('2026-01-15T10:00:00.000Z'),
    usage: {
      databaseBytes: 12_000_000,
      freeBytes: 0,
      media: { count: 1, bytes: 2 },
      payloads: { count: 3, bytes: 4 },
      messages: 5,
      traces: 6,
      logsBytes: 7,
      backupsBytes: 8,
    },
    retention: { payloadsDays: 30, tracesDays: 365, mediaDays: null, messagesDays: null, spendDays: 730 },
    instances: [],
    queueDepth: 0,
    hasPublicUrl: false,
    isLoopbackOnly: true,
    lines,
  }
  return diagnosticReport(facts)
}

test('troubles are reported in their own words and codes', () => {
  const text = reportWith([
    line('info', 'the hub is up'),
    line('warn', 'the webhook could not be registered', { code: 'unreachable', statusCode: 503 }),
  ])
  expect(text).toContain('warn the webhook could not be registered [unreachable, 503]')
  expect(text).not.toContain('the hub is up')
})

test('whatever a line quotes, nobody and no key is to be found', () => {
  const text = reportWith([
    line('error', 'the message "My card is 4111 1111" of 5511987654321 was refused by https://ann.example/x', {
      instance: 'ann-bakery',
      phone: '5511987654321',
      error: 'Ann said: call me at +55 11 98765-4321, key sk-omni-abcdef123456',
      code: 'Ann Miller 5511987654321',
    }),
  ])
  for (const never of ['4111', '98765', 'ann', 'Ann', 'Miller', 'abcdef123456', 'card'])
    expect(text.replace(/^Omni.*$/m, '')).not.toContain(never)
})
