import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { ChannelEvent } from '../../port.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { normalizeWebhook } from './webhook.ts'

const recorded = (
  JSON.parse(readFileSync(new URL('../../../../../test/fixtures/evolution/webhooks.json', import.meta.url), 'utf8')) as { body: unknown }[]
).map(({ body }) => body)

const context: NormalizeContext = { own: { phone: '15550001111', lid: null }, nowMs: 1_795_250_000_000, phoneOfLid: () => null }

/** Whatever comes in: events that hold what the port promises, or a bad request. */
function check(body: unknown): void {
  let events: ChannelEvent[] = []
  try {
    events = normalizeWebhook(body, context).events
  } catch (error) {
    expect(error).toBeInstanceOf(OmniError)
    expect((error as OmniError).code).toBe('bad_request')
  }
  for (const event of events) {
    if (event.type === 'message') {
      expect(event.externalId).not.toBe('')
      expect(event.text.length).toBeLessThanOrEqual(60_000)
      expect(event.text.isWellFormed()).toBe(true)
      expect(event.sender?.name?.length ?? 0).toBeLessThanOrEqual(200)
      expect(new Date(event.sentAt).toISOString()).toBe(event.sentAt)
      // What goes on the trace can be written down.
      JSON.stringify(event.raw)
    }
    for (const identity of 'sender' in event ? (event.sender?.identities ?? []) : []) expect(identity.value).toMatch(/^\d{5,20}$/)
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
}

type Path = (string | number)[]

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, Array.isArray(value) ? Number(name) : name]))
  return path.length === 0 ? inner : [path, ...inner]
}

function replaced(value: unknown, path: Path, replacement: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return replacement
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>
  copy[name] = replaced(copy[name], rest, replacement)
  return copy
}

const HOSTILE = [
  null,
  true,
  0,
  -1,
  Number.MAX_VALUE,
  '',
  'x'.repeat(100_000),
  '\ud800',
  [],
  {},
  [[[[]]]],
  { low: 1, high: 1e300, unsigned: true },
  { toString: 1, valueOf: 1, length: -1 },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as unknown,
  { 0: 1, 1: 2 },
]

describe('normalizeWebhook', () => {
  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (body) => check(body)),
      { numRuns: 500 },
    )
  })

  it('survives any JSON as the data of every event it reads', () => {
    const event = fc.constantFrom(
      ...[
        'messages.upsert',
        'messages.set',
        'messages.update',
        'messages.edited',
        'messages.delete',
        'send.message',
        'send.message.update',
      ],
      ...[
        'contacts.upsert',
        'chats.update',
        'groups.upsert',
        'group-participants.update',
        'presence.update',
        'connection.update',
        'qrcode.updated',
      ],
      'status.instance',
    )
    fc.assert(
      fc.property(event, fc.jsonValue({ maxDepth: 4 }), (name, data) => check({ event: name, data })),
      { numRuns: 500 },
    )
  })

  it('survives the recorded webhooks with any part replaced by something hostile', () => {
    const mutated = fc.constantFrom(...recorded).chain((body) => {
      const path = fc.constantFrom(...pathsOf(body))
      const replacement = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 2 }))
      return fc.tuple(path, replacement).map(([where, what]) => replaced(body, where, what))
    })
    fc.assert(fc.property(mutated, check), { numRuns: 1500 })
  })

  it('survives nesting without end, in wrappers and in values', () => {
    let wrapped: unknown = { conversation: 'deep' }
    for (let depth = 0; depth < 5000; depth += 1) wrapped = { ephemeralMessage: { message: wrapped } }
    let edited: unknown = { conversation: 'deep' }
    for (let depth = 0; depth < 5000; depth += 1) edited = { protocolMessage: { key: { id: 'T' }, type: 14, editedMessage: edited } }
    let quoted: unknown = { conversation: 'deep' }
    for (let depth = 0; depth < 5000; depth += 1)
      quoted = { extendedTextMessage: { text: 'x', contextInfo: { stanzaId: 'q', quotedMessage: quoted } } }
    for (const message of [wrapped, edited, quoted]) {
      check({ event: 'messages.upsert', data: { key: { remoteJid: '15552223333@s.whatsapp.net', id: 'A', fromMe: false }, message } })
    }
  })

  it('keeps prototype keys of base64 data off the trace', () => {
    const json = '{"key":{"remoteJid":"15552223333@s.whatsapp.net","id":"A"},"message":{"conversation":"x"},"__proto__":{"polluted":true}}'
    const { events } = normalizeWebhook({ event: 'messages.upsert', data: Buffer.from(json).toString('base64') }, context)
    expect(events).toHaveLength(1)
    expect(JSON.stringify(events)).not.toContain('polluted')
  })
})
