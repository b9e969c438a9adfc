/** The few routes that older clients call at the root, in their own shapes. */
import * as z from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../instances/running-instance.ts'
import { coversInstance, requireAllInstances, requireInstance, requireScope } from './auth.ts'
import { qrAnswer } from './connection.ts'
import type { V1Routes } from './context.ts'
import { toAnswer } from './instance-fields.ts'
import { createAndConnect, removeInstance } from './instances.ts'
import { messageRoutes } from './messages.ts'

export const rootAliases: V1Routes = (app, services) => {
  const { instances } = services
  const answerOf = (instance: RunningInstance) => toAnswer(instance, services)
  const schema = { tags: ['older names'] }
  const idParams = z.object({ id: z.string().max(200) })

  /** Older clients name an instance by its name or its number. */
  function nameOf(id: string): string {
    if (instances.find(id) !== null || !/^\d+$/.test(id)) return id
    return instances.list().find(({ record }) => record.id === Number(id))?.record.name ?? id
  }

  app.get('/tenants', { schema: { ...schema, summary: 'All instances' } }, async (request) =>
    instances
      .list()
      .filter((instance) => coversInstance(request, instance.record.name))
      .map(answerOf),
  )

  app.post(
    '/instances/create',
    {
      schema: {
        ...schema,
        summary: 'Create an instance on the default Evolution server',
        body: z.object({ instanceName: z.string().max(200), webhook: z.unknown().optional(), qrcode: z.boolean().default(true) }),
      },
    },
    async (request, reply) => {
      requireScope(request, 'admin')
      requireAllInstances(request)
      // This call names no server: it is the one of the default instance, as v1 had just one.
      const template = instances.default()
      const url = template?.record.settings['url']
      const key = template?.secret('apiKey') ?? null
      if (typeof url !== 'string' || key === null)
        throw new OmniError('bad_request', 'No Evolution server is known yet. Create the first instance with POST /api/v1/instances.')
      const { instance, problem } = await createAndConnect(services, request.body.instanceName, {
        channel_type: 'whatsapp',
        evolution_url: url,
        evolution_key: key,
      })
      const code = request.body.qrcode && problem === null ? instance.record.connection.qr : null
      return reply.code(201).send({
        ...answerOf(instance),
        instance: { instanceName: instance.record.name, status: instance.record.connection.state },
        qrcode: code === null ? null : { base64: code.image },
        error: problem,
      })
    },
  )

  app.get('/instances/qr/:id', { schema: { ...schema, summary: 'The QR code to scan', params: idParams } }, async (request, reply) => {
    const name = nameOf(request.params.id)
    requireInstance(request, name)
    const answer = await qrAnswer(services, name)
    return reply.code('detail' in answer ? 404 : 200).send(answer)
  })

  app.get('/instances/:id', { schema: { ...schema, summary: 'One instance', params: idParams } }, async (request) => {
    const name = nameOf(request.params.id)
    requireInstance(request, name)
    return answerOf(instances.get(name))
  })

  app.delete('/instances/:id', { schema: { ...schema, summary: 'Remove an instance', params: idParams } }, async (request) => {
    const name = nameOf(request.params.id)
    requireScope(request, 'admin')
    requireInstance(request, name)
    return { message: await removeInstance(services, name, false) }
  })

  messageRoutes(app, services)
}
