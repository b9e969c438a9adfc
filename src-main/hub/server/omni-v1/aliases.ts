/** The few routes that older clients call at the root, in their own shapes. */
import * as z from 'zod'
import { OmniError } from '../../../../src-shared/errors.ts'
import { coversInstance, requireAllInstances, requireInstance, requireScope } from './auth.ts'
import type { V1Routes } from './context.ts'
import { toAnswer } from './instance-fields.ts'
import { createAndConnect, qrAnswer } from './instances.ts'
import { messageRoutes } from './messages.ts'

export const rootAliases: V1Routes = (app, services) => {
  const { instances } = services
  const schema = { tags: ['older names'] }
  const idParams = z.object({ id: z.string().max(200) })

  app.get('/tenants', { schema }, async (request) =>
    instances
      .list()
      .filter((instance) => coversInstance(request, instance.record.name))
      .map(toAnswer),
  )

  app.post(
    '/instances/create',
    {
      schema: {
        ...schema,
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
        ...toAnswer(instance),
        instance: { instanceName: instance.record.name, status: instance.record.connection.state },
        qrcode: code === null ? null : { base64: code.image },
        error: problem,
      })
    },
  )

  app.get('/instances/qr/:id', { schema: { ...schema, params: idParams } }, async (request) => {
    requireInstance(request, request.params.id)
    return qrAnswer(services, request.params.id)
  })

  app.get('/instances/:id', { schema: { ...schema, params: idParams } }, async (request) => {
    requireInstance(request, request.params.id)
    return toAnswer(instances.get(request.params.id))
  })

  app.delete('/instances/:id', { schema: { ...schema, params: idParams } }, async (request) => {
    requireScope(request, 'admin')
    requireInstance(request, request.params.id)
    await instances.remove(request.params.id, true)
    services.access.forgetInstance(request.params.id)
    return { message: `Instance "${request.params.id}" deleted.` }
  })

  messageRoutes(app, services)
}
