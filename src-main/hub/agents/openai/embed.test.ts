import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentConfig } from '../../../../test/support/agent-request.ts'
import { embed } from './embed.ts'

describe('embeddings of an OpenAI-compatible server', () => {
  let server: Server
  let answer: { status: number; body: string } = { status: 200, body: '' }
  let got: { path: string; key: string | undefined; body: unknown } | null = null
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = (await request.toArray()).join('')
      got = { path: request.url ?? '', key: request.headers.authorization, body: JSON.parse(body) }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const ask = (texts: string[], body: unknown, status = 200) => {
    answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    return embed(texts, 'small', agentConfig({ kind: 'openai', baseUrl }, { apiKey: 'sk-test' }), new AbortController().signal)
  }

  it('are asked for by the model, and come as directions in the order of the texts', async () => {
    const { vectors, usage } = await ask(['one', 'two'], {
      data: [
        { index: 1, embedding: [0, 2] },
        { index: 0, embedding: [3, 4] },
      ],
      usage: { prompt_tokens: 7, total_tokens: 7 },
    })
    expect(got).toEqual({
      path: '/v1/embeddings',
      key: 'Bearer sk-test',
      body: { model: 'small', input: ['one', 'two'], encoding_format: 'float' },
    })
    expect(vectors).toEqual([Float32Array.of(0.6, 0.8), Float32Array.of(0, 1)])
    expect(usage).toEqual({ inputTokens: 7, outputTokens: null })
  })

  it('come without places and without a usage, too', async () => {
    expect(await ask(['one'], { data: [{ embedding: [5] }] })).toEqual({ vectors: [Float32Array.of(1)], usage: null })
  })

  it.each([
    ['no JSON', '<html>'],
    ['nothing', {}],
    ['too few', { data: [] }],
    ['another one', { data: [{ index: 3, embedding: [1] }] }],
    ['no numbers', { data: [{ index: 0, embedding: ['1'] }] }],
    ['Base64', { data: [{ index: 0, embedding: 'AAAA' }] }],
    ['no direction', { data: [{ index: 0, embedding: [0, 0] }] }],
    ['endless', { data: [{ index: 0, embedding: Array(9000).fill(1) }] }],
  ])('are refused in a plain sentence: %s', async (_, body) => {
    await expect(ask(['one'], body)).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringMatching(/cannot be understood/),
    })
  })

  it('say how the server refused', async () => {
    await expect(ask(['one'], { error: { message: 'no such model' } }, 404)).rejects.toMatchObject({ code: 'not_found' })
    await expect(ask(['one'], {}, 401)).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(ask(['one'], {}, 429)).rejects.toMatchObject({ code: 'rate_limited' })
  })
})
