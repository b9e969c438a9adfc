/** Steering a fake server that runs as its own process, over HTTP under `/__admin/`. Bodies and answers are JSON. */

import type { Answer } from './answers.ts'
import type { Inbound } from './messages.ts'
import type { Fault, Json } from './model.ts'
import type { FakeEvolution } from './server.ts'

const text = (body: Json, name: string): string => String(body[name])

/** `wait: true` in the body makes the call answer only when the webhooks are through. */
const ROUTES: Record<string, (server: FakeEvolution, body: Json) => unknown> = {
  state: (server) => ({
    received: server.received,
    sent: server.sent,
    hooks: server.hooks.log,
    instances: [...server.instances.values()].map((instance) => ({
      name: instance.name,
      state: instance.state,
      token: instance.token,
      account: instance.account,
      qr: instance.qr,
      webhook: instance.webhook,
      messageCount: instance.messages.length,
    })),
  }),
  instance: (server, body) => {
    const { name, ...options } = body as { name: string } & Parameters<FakeEvolution['addInstance']>[1]
    return { token: server.addInstance(name, options).token }
  },
  scan: (server, body) => server.scan(text(body, 'name'), body['account'] as string | undefined, body['profileName'] as string | undefined),
  'renew-qr': (server, body) => server.renewQr(text(body, 'name')),
  'exhaust-qr': (server, body) => server.exhaustQr(text(body, 'name')),
  unlink: (server, body) => server.unlink(text(body, 'name'), body['reason'] as number | undefined),
  reconnect: (server, body) => server.reconnect(text(body, 'name'), body['hooks'] as number | undefined),
  reopen: (server, body) => server.reopen(text(body, 'name')),
  inbound: async (server, body) => {
    const { name, wait, ...inbound } = body as Json & { name: string; wait?: boolean } & Inbound
    const delivery = server.deliverInbound(name, inbound)
    if (wait !== true) return { accepted: true }
    return delivery
  },
  emit: async (server, body) => {
    const hooks = server.emit(text(body, 'name'), text(body, 'event'), body['data'])
    return body['wait'] === true ? { hooks: await hooks } : { accepted: true }
  },
  fail: (server, body) => server.failNext(text(body, 'route'), body['fault'] as Fault, (body['times'] as number | undefined) ?? 1),
  silence: (server, body) => server.silenceWebhooks(body['silent'] !== false),
  duplicate: (server, body) => server.hooks.duplicate(body['copies'] as number),
  hold: (server) => server.hooks.hold(),
  release: (server, body) => server.hooks.release({ reversed: body['reversed'] === true }),
  licence: (server, body) => {
    server.isUnlicensed = body['required'] !== false
  },
  idle: (server) => server.hooks.idle(),
}

export async function adminRoute(server: FakeEvolution, name: string, body: Json): Promise<Answer> {
  const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined
  if (!route) return { status: 404, body: { error: `no admin call "${name}"`, calls: Object.keys(ROUTES) } }
  try {
    return { status: 200, body: (await route(server, body)) ?? { done: true } }
  } catch (error) {
    return { status: 400, body: { error: String(error) } }
  }
}
