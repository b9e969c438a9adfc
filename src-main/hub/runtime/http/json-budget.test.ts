import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkJsonBudget } from './json-budget.ts'

const check = (text: string) => () => checkJsonBudget(Buffer.from(text))

describe('the budget of a body', () => {
  it('takes whatever JSON of ordinary size there is', () => {
    fc.assert(fc.property(fc.json({ noUnicodeString: false }), (text) => check(text)()))
  })
  it('takes a large file and a list of ten thousand contacts', () => {
    expect(check(JSON.stringify({ base64: 'QUFB'.repeat(5_000_000) }))).not.toThrow()
    const contact = { remoteJid: '15552223333@s.whatsapp.net', pushName: 'Ann "Annie" Smith', profilePicUrl: null, id: 'x' }
    expect(check(JSON.stringify({ data: Array.from({ length: 10_000 }, () => contact) }))).not.toThrow()
  })
  it('counts brackets outside strings only', () => {
    expect(check(JSON.stringify(['['.repeat(1000), '\\"[{'.repeat(1000)]))).not.toThrow()
    expect(check(`${'['.repeat(65)}${']'.repeat(65)}`)).toThrow(/nested/)
    expect(check(`${'["\\\\",'.repeat(65)}1${']'.repeat(65)}`)).toThrow(/nested/)
    expect(check(`[${'[],'.repeat(1000)}1]`)).not.toThrow()
  })
  it('refuses more values than a call has', () => {
    for (const text of [`[${'1,'.repeat(400_000)}1]`, `[${'[],'.repeat(200_000)}1]`, `"${'\\"'.repeat(400_000)}"`, ' '.repeat(9_000_000)])
      expect(check(text)).toThrow(/more values/)
  })
  it('says nothing of what is not JSON', () => {
    for (const text of ['', '"', '"\\', '}}}', '"open', 'abc']) expect(check(text), text).not.toThrow()
  })
})
