/**
 * What the platforms call, at the addresses that their channels declare. A call is verified before it is parsed, by
 * its headers even before its body is read; the answer goes out once everything it brought is durable.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { ChannelDriver, WebhookDeclaration } from '../../channels/port.ts'
import type { WebhookCalls } from '../../panel/webhook-log/webhook-log.ts'
import type { CallIntake } from '../../pipeline/receive/call-intake.ts'
import { acceptJson, parseWebhook, type WebhookBody } from './json-body.ts'
import { checkSecret, checkSignature, notGenuine } from './webhook-check.ts'
import { recordWebhookCalls } from './webhook-record.ts'

/** Of a call that is known for the platform's only when all of it was read. */
const UNVERIFIED_LIMIT_BYTES = 1024 * 1024

interface Params {
  name?: string
}

interface Options {
  drivers: readonly ChannelDriver[]
  instances: InstanceService
  callIntake: Pick<CallIntake, 'handle'>
  calls: WebhookCalls
  /** Platforms send files within their calls. */
  bodyLimitBytes: number
  now: () => number
  /** For the public address: an unknown account, or a page of a browser, gets the answer to a wrong signature. */
  hidesNames?: boolean
}

/** Verified is by what an address declares: an account of another channel has other secrets. */
const takes = ({ driver }: RunningInstance, declared: WebhookDeclaration): boolean => driver.webhook?.paths[0] === declared.paths[0]

export function webhookRoutes(
  app: FastifyInstance,
  { drivers, instances, callIntake, calls, bodyLimitBytes, now, hidesNames = false }: Options,
): void {
  const noteTaken = recordWebhookCalls(app, calls, now)

  /** The instance whose platform calls there, or why there is none. */
  function find(request: FastifyRequest, declared: WebhookDeclaration): RunningInstance | OmniError {
    const { name } = request.params as Params
    if (name === undefined) return unnamed(declared) ?? new OmniError('not_found', 'There is no default instance.')
    const instance = instances.find(name)
    if (instance === null) return new OmniError('not_found', `Instance "${name.slice(0, 64)}" not found.`)
    return takes(instance, declared) ? instance : new OmniError('not_found', `"${instance.record.name}" takes no webhook calls.`)
  }

  /** The account that an address without a name means: the default one, or the only one of its channel. */
  function unnamed(declared: WebhookDeclaration): RunningInstance | null {
    const byDefault = instances.default()
    if (byDefault !== null && takes(byDefault, declared)) return byDefault
    const [only, ...others] = instances.list().filter((instance) => takes(instance, declared))
    return others.length === 0 ? (only ?? null) : null
  }

  /** Notes which account a call is for. Null: none, which strangers are not told. Throws OmniError('not_found') where that may be told. */
  function address(request: FastifyRequest, declared: WebhookDeclaration): RunningInstance | null {
    // Only browsers send an origin, and no web page should call the public address.
    if (hidesNames && request.headers.origin !== undefined) return null
    const found = find(request, declared)
    if (found instanceof OmniError) {
      if (hidesNames) return null
      throw found
    }
    request.webhook = { instance: found, startedAtMs: performance.now() }
    return found
  }

  async function handle(request: FastifyRequest) {
    const { value: body, text } = (request.body ?? {}) as Partial<WebhookBody>
    if (typeof body !== 'object' || body === null || Array.isArray(body) || text === undefined)
      throw new OmniError('bad_request', 'The body of a webhook is a JSON object.')
    if (request.webhook === null) throw notGenuine()
    const { instance } = request.webhook
    const { channel, record } = instance
    if (channel.handleWebhook === undefined) throw new OmniError('not_found', `"${record.name}" takes no webhook calls.`)
    const outcome = await callIntake.handle(instance, { headers: request.headers, body }, text)
    noteTaken(request, outcome)
    if (outcome.reply !== undefined) return outcome.reply
    const isDenied = outcome.status === 'blocked' || outcome.status === 'not_allowed'
    return {
      status: outcome.status,
      instance: record.name,
      trace_id: outcome.turnId,
      ...(isDenied ? { message: 'Access denied' } : {}),
    }
  }

  function routes(scope: FastifyInstance, declared: WebhookDeclaration): void {
    const { verification, caller } = declared
    if (verification.by === 'secret_header') acceptJson(scope, parseWebhook)
    else
      acceptJson(scope, (body, request) => {
        // Only now: for an account its signature would be wrong now, too.
        if (request.webhook === null) throw notGenuine()
        checkSignature(request.webhook.instance, verification, { headers: request.headers, raw: body, now: now() })
        return parseWebhook(body)
      })
    for (const path of declared.paths.flatMap((below) => [`/webhook${below}`, `/webhooks${below}`]))
      scope.post(
        path,
        {
          bodyLimit: verification.by === 'secret_header' ? bodyLimitBytes : Math.min(bodyLimitBytes, UNVERIFIED_LIMIT_BYTES),
          schema: { tags: ['webhooks'], security: [], summary: `What ${caller} calls` },
          onRequest: (request, _reply, done) => {
            const instance = address(request, declared)
            if (verification.by === 'secret_header') {
              if (instance === null) throw notGenuine()
              checkSecret(instances, instance, request.headers[verification.header])
            }
            done()
          },
        },
        handle,
      )
  }

  // Each in a scope of its own, as each reads a body in its own way.
  for (const { webhook } of drivers) if (webhook !== undefined) app.register(async (scope) => routes(scope, webhook))
}
