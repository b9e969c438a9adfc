/** Steering a fake server that runs as its own process: POST `/admin/<call>` with a JSON body. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Inbound, PairingDrop, WhoScans } from './model.ts'
import type { FakeWhatsApp, MessageFault } from './server.ts'

type Body = Record<string, unknown>

const CALLS: Record<string, (server: FakeWhatsApp, body: Body) => unknown> = {
  state: (server) => ({
    connections: server.connections,
    received: server.received.map(({ message: _message, ...rest }) => rest),
    receipts: server.receipts,
    typing: server.typing,
    problems: server.problems.map(String),
    accounts: [...server.accounts.values()].map(({ phone, name, devices }) => ({
      phone: phone.phone,
      name,
      devices: devices.map(({ number, connection }) => ({ number, isConnected: connection !== null })),
    })),
  }),
  scan: (server, body) => server.scan(String(body['qr']), body as unknown as WhoScans, body['drop'] as PairingDrop | undefined),
  code: (server, body) => server.enterCode(String(body['code']), body as unknown as WhoScans),
  deliver: async (server, body) => ({ id: await server.deliver(body as unknown as Inbound) }),
  phone: async (server, body) => ({
    id: await server.deliverFromPhone({ account: String(body['account']), to: String(body['to']), text: String(body['text']) }),
  }),
  unlink: (server, body) => server.unlink(String(body['phone'])),
  replace: (server, body) => server.replace(String(body['phone'])),
  drop: (server, body) => server.drop(body['code'] as number | undefined, body['phone'] as string | undefined),
  down: (server) => server.goDown(),
  up: (server) => server.comeUp(),
  refuse: (server, body) => server.refuseLogins(Number(body['reason']), Number(body['times'] ?? 1)),
  fail: (server, body) => server.failMessages(body['fault'] as MessageFault, Number(body['times'] ?? 1)),
}

export async function adminRoute(server: FakeWhatsApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const call = CALLS[(request.url ?? '').replace('/admin/', '')]
  try {
    if (!call) throw new Error(`no admin call "${request.url}"; there are: ${Object.keys(CALLS).join(', ')}`)
    const text = Buffer.concat(chunks).toString()
    const answer = (await call(server, text === '' ? {} : (JSON.parse(text) as Body))) ?? { done: true }
    response.end(JSON.stringify(answer))
  } catch (error) {
    response.writeHead(400).end(JSON.stringify({ error: String(error) }))
  }
}
