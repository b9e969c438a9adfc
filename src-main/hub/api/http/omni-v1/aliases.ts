/** The few routes that older clients call at the root, in their own shapes. */
import * as z from 'zod'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
import { mayConnect, qrAnswer } from './connection.ts'
import type { V1Routes } from './context.ts'
import { toAnswer } from './instance-fields/answer.ts'
import { createAndConnect, instanceListRoutes, singleInstanceRoutes } from './instances.ts'
import { listed, listQuery } from './listed.ts'
import { messageRoutes } from './messages.ts'
import { onAll, onAny, onPath } from './route-access.ts'
import { flag } from './schemas.ts'

/** Where its server is to bring the messages: as this Omni is reached from there. An address, or as Evolution takes it. */
const webhookAddress = z.url({ protocol: /^https?$/, error: 'This is not a web address.' }).max(2000)
const webhookField = z.union([webhookAddress, z.object({ url: webhookAddress.optional() })], { error: 'This is not a web address.' })

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

  app.get('/tenants', { config: onAny('read'), schema: { ...schema, summary: 'All instances', querystring: listQuery } }, async (request) =>
    listed(instances, request, request.query).map((instance) => {
      const answer = answerOf(instance)
      const { record } = instance
      return { ...answer, active: record.isActive, evolution_instance: answer.whatsapp_instance, config: { ...answer } }
    }),
  )
  instanceListRoutes(app, services, schema.tags)
  singleInstanceRoutes(app, services, schema.tags, nameOf)

  app.post(
    '/instances/create',
    {
      config: onAll('admin'),
      schema: {
        ...schema,
        summary: 'Create an instance on the Evolution server of the default one, else linked from inside Omni',
        body: z.object({ instanceName: z.string().max(200), webhook: webhookField.nullish(), qrcode: flag.default(true) }),
      },
    },
    async (request, reply) => {
      // This call names no server: it is the one of the default instance, as v1 had just one.
      const template = instances.default()
      const url = template?.record.settings['url']
      const key = template?.secret('apiKey') ?? null
      const isKnown = typeof url === 'string' && key !== null
      const fields = { channel_type: 'whatsapp', ...(isKnown ? { evolution_url: url, evolution_key: key } : {}) }
      const { instanceName, webhook } = request.body
      const address = typeof webhook === 'object' ? (webhook?.url ?? null) : (webhook ?? null)
      const { instance, problem } = await createAndConnect(services, instanceName, fields, address)
      const code = request.body.qrcode && problem === null ? instance.record.connection.qr : null
      return reply.code(201).send({
        ...answerOf(instance),
        instance: { instanceName: instance.record.name, status: instance.record.connection.state },
        qrcode: code === null ? null : { base64: code.image },
        error: problem,
      })
    },
  )

  app.get(
    '/instances/qr/:id',
    { config: onPath('read', nameOf, 'id'), schema: { ...schema, summary: 'The QR code to scan', params: idParams } },
    async (request, reply) => {
      const name = nameOf(request.params.id)
      const answer = await qrAnswer(services, name, mayConnect(request))
      return reply.code('detail' in answer ? 404 : 200).send(answer)
    },
  )

  messageRoutes(app, services)
}
