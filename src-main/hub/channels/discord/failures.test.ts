import { describe, expect, it } from 'vitest'
import { refusalOf } from './failures.ts'
import { loadDiscordJs } from './library.ts'

describe('what a failed call of Discord means', async () => {
  const { DiscordAPIError, HTTPError, RateLimitError } = await loadDiscordJs()
  const call = ['POST', 'https://discord.com/api/v10/x', { body: undefined, files: undefined }] as const
  const refusal = (status: number, code: number) =>
    refusalOf(new DiscordAPIError({ code, message: 'said by Discord' }, code, status, ...call))

  it('is told by the error itself, in plain words', () => {
    expect(refusal(401, 0)).toMatchObject({ wasSent: 'no', isTransient: false, error: { code: 'unauthorized' } })
    expect(refusal(403, 50_013).error.message).toContain('lacks a permission')
    expect(refusal(403, 50_007).error.message).toContain('does not take direct messages')
    expect(refusal(404, 10_003).error.message).toContain('no longer exists')
    expect(refusal(400, 50_035)).toMatchObject({ wasSent: 'no', isTransient: false, error: { code: 'platform_error' } })
  })

  it('is a wait of so many seconds where Discord asks for one', () => {
    const facts = { timeToReset: 90_400, limit: 5, method: 'POST', hash: '', url: '', route: '', majorParameter: '', global: false }
    const asked = refusalOf(new RateLimitError({ ...facts, retryAfter: 90_400, sublimitTimeout: 0, scope: 'user' }))
    expect(asked).toMatchObject({ wasSent: 'no', isTransient: true, retryAfterMs: 90_400, error: { code: 'rate_limited' } })
    expect(asked.error.message).toBe('Discord asks to wait 91 s before more is sent there.')
  })

  it('may have been carried out where the answer is missing, and surely was not where nothing left', () => {
    expect(refusalOf(new HTTPError(502, 'Bad Gateway', ...call))).toMatchObject({ wasSent: 'maybe', isTransient: true })
    expect(refusalOf(new Error('socket hang up'))).toMatchObject({ wasSent: 'maybe', isTransient: true })
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    expect(refusalOf(new TypeError('fetch failed', { cause: refused }))).toMatchObject({ wasSent: 'no', isTransient: true })
  })
})
