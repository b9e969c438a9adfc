/**
 * What the platforms call. The secret is checked before the body is read; the answer goes out once
 * everything the call brought is durable.
 */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OmniError } from '../../../src-shared/errors.ts'
import type { InstanceService, RunningInstance } from '../instances/service.ts'

export const WEBHOOK_SECRET_HEADER = 'x-omni-webhook-secret'

interface Params {
  name?: string
  event?: string
}

/** Constant time. The length of a secret is no secret: it is the same for every instance. */
function isSameSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

export function webhookRoutes(app: FastifyInstance, instances: InstanceService): void {
  const found = new WeakMap<FastifyRequest, RunningInstance>()

  function check(request: FastifyRequest): void {
    const { name } = request.params as Params
    const instance = name === undefined ? instances.default() : instances.find(name)
    if (instance === null)
      throw new OmniError(
        'not_found',
        name === undefined ? 'There is no default instance.' : `There is no instance named "${name.slice(0, 64)}".`,
      )
    found.set(request, instance)
    if (instance.record.acceptsUnsignedWebhooks) return
    const given = request.headers[WEBHOOK_SECRET_HEADER]
    const expected = instance.secret('webhookSecret')
    if (typeof given !== 'string' || expected === null || !isSameSecret(given, expected))
      throw new OmniError('unauthorized', 'The webhook secret is missing or wrong.')
  }

  async function handle(request: FastifyRequest) {
    const instance = found.get(request)
    if (instance === undefined) throw new OmniError('not_found', 'There is no such instance.')
    const { channel, record } = instance
    if (channel.handleWebhook === undefined) throw new OmniError('not_found', `"${record.name}" takes no webhook calls.`)
    const outcome = await channel.handleWebhook({ headers: request.headers, body: request.body })
    return { status: outcome.status, instance: record.name, trace_id: outcome.turnId }
  }

  for (const path of ['/webhook/evolution', '/webhooks/evolution']) {
    // `/:event` is Evolution's "by events" form: the event's name is also in the body.
    for (const suffix of ['', '/:name', '/:name/:event']) {
      app.post(path + suffix, { onRequest: async (request) => check(request) }, handle)
    }
  }
}
