/**
 * What the platforms call. The secret is checked before the body is read; the answer goes out once
 * everything the call brought is durable.
 */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ChannelKind, ChannelProvider } from '../../../../src-shared/contract/instances.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import { endUnsigned, isUnsignedForNow } from '../../accounts/instances/unsigned-until-registered.ts'
import type { WebhookCalls } from '../../panel/webhook-log/webhook-log.ts'
import type { CallIntake } from '../../pipeline/receive/call-intake.ts'
import { acceptJson, parseWebhook, type WebhookBody } from './json-body.ts'
import { recordWebhookCalls } from './webhook-record.ts'

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

/** Platforms whose calls are signed over their bytes: their channels bring the check with them. */
const SIGNED: { paths: string[]; label: string; channel: ChannelKind; provider: ChannelProvider }[] = [
  {
    paths: ['/webhook/slack', '/webhook/slack/:name', '/webhooks/slack', '/webhooks/slack/:name'],
    label: 'Slack',
    channel: 'slack',
    provider: null,
  },
  { paths: ['/webhook/whatsapp/:name'], label: 'WhatsApp Cloud', channel: 'whatsapp', provider: 'cloud' },
  { paths: ['/webhook/instagram/:name'], label: 'Instagram', channel: 'instagram', provider: null },
]

interface Options {
  instances: InstanceService
  backlog: Pick<CallIntake, 'handle'>
  calls: WebhookCalls
  /** Platforms send files within their calls. */
  bodyLimitBytes: number
  now: () => number
}

export function webhookRoutes(app: FastifyInstance, { instances, backlog, calls, bodyLimitBytes, now }: Options): void {
  acceptJson(app, parseWebhook)
  const noteTaken = recordWebhookCalls(app, calls, now)
  const schema = { tags: ['webhooks'], security: [] }

  function check(request: FastifyRequest): void {
    const { name } = request.params as Params
    const instance = name === undefined ? instances.default() : instances.find(name)
    if (instance === null)
      throw new OmniError('not_found', name === undefined ? 'There is no default instance.' : `Instance "${name.slice(0, 64)}" not found.`)
    request.webhook = { instance, startedAtMs: performance.now() }
    const { record } = instance
    if (record.acceptsUnsignedWebhooks && !isUnsignedForNow(record)) return
    const given = request.headers[WEBHOOK_SECRET_HEADER]
    const expected = instance.secret('webhookSecret')
    const isSigned = typeof given === 'string' && expected !== null && isSameSecret(given, expected)
    // Where it cannot be saved, the next signed call tries again.
    if (isSigned && record.acceptsUnsignedWebhooks) endUnsigned(instances, record.name).catch(() => undefined)
    if (!isSigned && !record.acceptsUnsignedWebhooks) throw new OmniError('unauthorized', 'The webhook secret is missing or wrong.')
  }

  async function handle(request: FastifyRequest) {
    if (request.webhook === null) throw new OmniError('not_found', 'This instance no longer exists.')
    const { instance } = request.webhook
    const { channel, record } = instance
    if (channel.handleWebhook === undefined) throw new OmniError('not_found', `"${record.name}" takes no webhook calls.`)
    const { value: body, text } = (request.body ?? {}) as Partial<WebhookBody>
    if (typeof body !== 'object' || body === null || Array.isArray(body) || text === undefined)
      throw new OmniError('bad_request', 'The body of a webhook is a JSON object.')
    const outcome = await backlog.handle(instance, { headers: request.headers, body }, text)
    noteTaken(request, outcome)
    const isDenied = outcome.status === 'blocked' || outcome.status === 'not_allowed'
    return {
      status: outcome.status,
      instance: record.name,
      trace_id: outcome.turnId,
      ...(isDenied ? { message: 'Access denied' } : {}),
    }
  }

  for (const path of ['/webhook/evolution', '/webhooks/evolution']) {
    // `/:event` is Evolution's "by events" form: the event's name is also in the body.
    for (const suffix of ['', '/:name', '/:name/:event']) {
      app.post(
        path + suffix,
        {
          bodyLimit: bodyLimitBytes,
          schema: { ...schema, summary: 'What an Evolution server calls' },
          onRequest: (request, _reply, done) => {
            check(request)
            done()
          },
        },
        handle,
      )
    }
  }

  for (const { paths, label, channel, provider } of SIGNED) {
    const takesCalls = ({ record }: RunningInstance) => record.channel === channel && record.provider === provider
    for (const path of paths) {
      app.post(
        path,
        {
          schema: { ...schema, summary: `What ${label} calls` },
          onRequest: async (request) => {
            const { name } = request.params as Params
            const instance = name === undefined ? instances.list().find(takesCalls) : instances.find(name)
            if (instance === undefined || instance === null || !takesCalls(instance))
              throw new OmniError('not_found', `There is no ${label} instance${name === undefined ? '' : ` named "${name.slice(0, 64)}"`}.`)
            request.webhook = { instance, startedAtMs: performance.now() }
            // Nothing is taken on trust: without the channel's check of the signature there is no way in.
            throw new OmniError('unauthorized', `This version cannot check the signature of ${label}.`)
          },
        },
        handle,
      )
    }
  }
}
