import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, parseWebhook } from './json-body.ts'

const parse = (text: string | Buffer) => parseJson(typeof text === 'string' ? Buffer.from(text) : text)

describe('parsing a body', () => {
  it('gives back any JSON that it takes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, noUnicodeString: false }), (text) => {
        fc.pre(!/__proto__|constructor/.test(text))
        expect(parse(text)).toEqual(JSON.parse(text))
      }),
    )
  })
  it('refuses prototype keys, at any depth and however they are written', () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"a":[{"__proto__":1}]}', '{"\\u005f_proto__":{}}', '{"constructor":{"prototype":{}}}']) {
      expect(() => parse(text), text).toThrow(/not acceptable/)
    }
  })
  it('refuses nesting that nobody writes by hand', () => {
    expect(() => parse('['.repeat(100_000) + ']'.repeat(100_000))).toThrow(/nested|not acceptable/)
    expect(() => parse(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)).toThrow(/nested/)
  })
  it('refuses bytes that are not UTF-8', () => expect(() => parse(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toThrow(/UTF-8/))
  it('refuses what is empty or not JSON', () => {
    for (const text of ['', '{', 'null x', '<html>']) expect(() => parse(text), text).toThrow()
  })
})

describe('parsing the body of a webhook', () => {
  const webhook = (value: unknown) => () => parseWebhook(Buffer.from(JSON.stringify(value)))

  it('takes long texts with line breaks, tabs and every script', () => {
    const text = `line one\nline two\tтри 四 👍🏽 \\u0007 \u000b${'x'.repeat(20_000)}`
    const body = { data: { pushName: 'Ann', message: { conversation: text } } }
    expect(webhook(body)()).toEqual({ value: body, text: JSON.stringify(body) })
  })
  it('refuses names of thousands of characters, as a value or as a key', () => {
    expect(webhook({ data: { pushName: 'n'.repeat(10_000) } })).toThrow(/name of more than/)
    expect(webhook({ ['k'.repeat(10_000)]: 1 })).toThrow(/name of more than/)
  })
  it('refuses control characters anywhere', () => {
    for (const bad of ['\u0000', '\u0007', '\u001b[31m']) {
      expect(webhook({ data: { pushName: `A${bad}` } }), JSON.stringify(bad)).toThrow(/control/)
      expect(webhook({ data: [{ message: { conversation: bad } }] }), JSON.stringify(bad)).toThrow(/control/)
      expect(webhook({ [bad]: 1 }), JSON.stringify(bad)).toThrow(/control/)
    }
  })
})
