import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

/** A program of somebody's own: written for the test, sharing nothing with the product. */
async function startProgram() {
  const calls: { headers: IncomingHttpHeaders; text: string; body: Record<string, unknown> }[] = []
  let waiting: { count: number; resolve: () => void }[] = []
  const program = {
    calls,
    answer: { status: 200, body: { reply: 'At nine.' } as unknown },
    url: '',
    called: (count: number) =>
      new Promise<void>((resolve) => {
        if (calls.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    calls.push({ headers: request.headers, text, body: JSON.parse(text) })
    response.writeHead(program.answer.status, { 'content-type': 'application/json', connection: 'close' })
    response.end(program.answer.status === 204 ? undefined : JSON.stringify(program.answer.body))
    waiting = waiting.filter(({ count, resolve }) => {
      if (calls.length >= count) resolve()
      return calls.length < count
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  program.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return program
}

describe('an agent behind a webhook', () => {
  const SECRET = `whsec_${Buffer.from('a secret of the shop').toString('base64')}`
  let omni: TestHub
  let program: Awaited<ReturnType<typeof startProgram>>

  beforeEach(async () => {
    omni = await startTestHub()
    program = await startProgram()
    const agentProfileId = await saveAgent(omni.panel, { kind: 'webhook', url: program.url, apiKey: SECRET, timeoutMs: 20_000 })
    await omni.panel.instances.create({ name: 'shop', channel: 'simulator', agentProfileId, behaviour: { gatherWindowMs: 0 } })
  })
  afterEach(async () => {
    await omni.stop()
    await program.stop()
  })

  async function say(text: string, customerName?: string): Promise<string> {
    const { id } = await omni.panel.simulator.open({ instanceName: 'shop', customerName })
    return (await omni.panel.simulator.say({ conversationId: id, text, clientId: `${customerName}: ${text}` })).turnId
  }
  const ended = async (turnId: string) => {
    const live = await watchLive(omni.panel)
    const { trace } = await omni.panel.traces.get({ id: turnId })
    const found = trace.completedAt !== null ? trace : await live.untilTrace(({ id, completedAt }) => id === turnId && completedAt !== null)
    live.stop()
    return found
  }
  const said = async (turnId: string) => (await omni.panel.traces.get({ id: turnId })).said.answer
  const replyTo = (call: number, body: unknown) =>
    fetch(String(program.calls[call]?.body['reply_url']), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('is called with the message, signed by Standard Webhooks', async () => {
    const turnId = await say('When do you open?')
    expect(await ended(turnId)).toMatchObject({ state: 'completed' })
    expect(await said(turnId)).toEqual(['At nine.'])
    const [call] = program.calls
    expect(call?.body).toMatchObject({
      event: { id: turnId, type: 'message.received' },
      instance: { name: 'shop', channel_type: 'simulator' },
      content: { type: 'text', text: 'When do you open?', media: [] },
      trace_id: turnId,
    })
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = call?.headers ?? {}
    const expected = createHmac('sha256', 'a secret of the shop').update(`${id}.${at}.${call?.text}`).digest('base64')
    expect(signature).toBe(`v1,${expected}`)
  })

  it('answers in parts, or says nothing on purpose: then no fallback is sent', async () => {
    program.answer = { status: 200, body: { parts: ['Hello!', 'At nine.'] } }
    const first = await say('one')
    await ended(first)
    expect(await said(first)).toEqual(['Hello!', 'At nine.'])
    program.answer = { status: 204, body: null }
    const second = await say('two')
    expect(await ended(second)).toMatchObject({ state: 'stopped', stopCode: 'silent' })
    expect(await said(second)).toEqual([])
  })

  it('replies later, once, at the address that it was given', async () => {
    program.answer = { status: 202, body: {} }
    const turnId = await say('later, please')
    await program.called(1)
    const address = String(program.calls[0]?.body['reply_url'])
    const wrong = address.slice(0, -1) + (address.endsWith('x') ? 'y' : 'x')
    const body = JSON.stringify({ reply: 'From somebody else.' })
    expect((await fetch(wrong, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(404)
    expect((await replyTo(0, { reply: 'Here I am.' })).status).toBe(200)
    expect(await ended(turnId)).toMatchObject({ state: 'completed' })
    expect(await said(turnId)).toEqual(['Here I am.'])
    expect((await replyTo(0, { reply: 'Again?' })).status).toBe(404)
    // The address opens a door: no trace tells it.
    const token = String(program.calls[0]?.body['reply_url']).split('/').at(-1) ?? ''
    expect(JSON.stringify(await omni.panel.traces.get({ id: turnId }))).not.toContain(token)
  })

  it('replies later in the wrapping of its program, as it does at once', async () => {
    program.answer = { status: 202, body: {} }
    const turnId = await say('later, please')
    await program.called(1)
    expect((await replyTo(0, [{ output: 'Here I am.' }])).status).toBe(200)
    expect(await ended(turnId)).toMatchObject({ state: 'completed' })
    expect(await said(turnId)).toEqual(['Here I am.'])
  })

  it('keeps nobody else waiting while its replies are to come, however many', async () => {
    program.answer = { status: 202, body: {} }
    await Promise.all(Array.from({ length: 60 }, (_, index) => say(`later, please`, `Customer ${index}`)))
    await program.called(60)
    program.answer = { status: 200, body: { reply: 'At nine.' } }
    expect(await ended(await say('now, please', 'Ana'))).toMatchObject({ state: 'completed' })
    for (const index of program.calls.keys()) if (index < 60) await replyTo(index, { reply: `Reply ${index}` })
    await expect
      .poll(async () => (await omni.panel.traces.list({ limit: 100 })).items.filter(({ state }) => state === 'completed').length)
      .toBe(61)
  })

  it('is not asked again after a restart, and its reply finds the turn', async () => {
    program.answer = { status: 202, body: {} }
    const turnId = await say('later, please')
    await program.called(1)
    await expect.poll(async () => (await omni.panel.traces.get({ id: turnId })).trace.state).not.toBe('completed')
    const port = new URL(omni.url).port
    await omni.restart()
    // The test's hub has another port after each start; behind a public address it has not.
    const address = new URL(String(program.calls[0]?.body['reply_url']))
    address.port = new URL(omni.url).port
    expect(address.port).not.toBe(port)
    const replied = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"reply":"Still here."}',
    })
    expect(replied.status).toBe(200)
    expect(await ended(turnId)).toMatchObject({ state: 'completed' })
    expect(await said(turnId)).toEqual(['Still here.'])
    expect(program.calls).toHaveLength(1)
  })

  it('is not waited for longer than its time limit', async () => {
    const [profile] = (await omni.panel.agents.list()).filter(({ kind }) => kind === 'webhook')
    await omni.panel.agents.update({ id: profile?.id ?? '', timeoutMs: 1000 })
    program.answer = { status: 202, body: {} }
    const turnId = await say('later, please')
    expect(await ended(turnId)).toMatchObject({ state: 'failed', errorStage: 'think' })
    expect(program.calls).toHaveLength(1)
    expect((await replyTo(0, { reply: 'Too late.' })).status).toBe(404)
  })

  it('a reply to a made-up address opens nothing', async () => {
    const post = (path: string, body: string) =>
      fetch(`${omni.url}/webhook/reply/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await post('nobody', '{"reply":"x"}')).status).toBe(404)
    expect((await post('nobody', '[]')).status).toBe(404)
    // What is in it does not matter: it is not read.
    expect((await post('nobody', 'no json')).status).toBe(404)
  })
})
