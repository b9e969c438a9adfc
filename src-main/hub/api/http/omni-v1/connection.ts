/** How an instance is linked to its account: the code, the state, and the commands. */
import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import { errorMessage, OmniError } from '../../../../../src-shared/errors.ts'
import type { Services } from '../../services.ts'
import { withoutOthers } from './auth.ts'
import type { V1Routes } from './context.ts'
import { toAnswer, v1Status } from './instance-fields/answer.ts'
import { onPlatform } from './platform.ts'
import { onAll, onPath } from './route-access.ts'
import { booleanFlag, done, instanceNameParams } from './schemas.ts'

const commandFlags = z.object({
  /** connect: take the messages over from the program that gets them now. */
  replace_webhook: booleanFlag.default(false),
})

export const connectionRoutes: V1Routes = (app, services) => {
  const { instances } = services

  app.get(
    '/instances/:name/qr',
    { config: onPath('read'), schema: { tags: ['instances'], summary: 'The QR code to scan', params: instanceNameParams } },
    async (request, reply) => {
      const answer = await qrAnswer(services, request.params.name, mayConnect(request))
      return reply.code('detail' in answer ? 404 : 200).send(answer)
    },
  )

  app.get(
    '/instances/:name/status',
    { config: onPath('read'), schema: { tags: ['instances'], summary: 'Is the account connected?', params: instanceNameParams } },
    async (request, reply) => {
      const { name } = request.params
      const instance = instances.find(name)
      if (instance === null) {
        const nothing = { instance_name: name, channel_type: null, status: 'not_found', connected: false, channel_data: {} }
        return reply.code(404).send({ ...nothing, detail: unknownInstance(name) })
      }
      const { record } = instance
      const { connection } = record
      return {
        instance_name: record.name,
        channel_type: record.channel,
        status: v1Status(connection.state),
        connected: connection.state === 'connected',
        channel_data: {
          state: connection.state,
          message: connection.message === null ? null : withoutOthers(request, instances, connection.message),
          account: connection.account,
          profile_name: connection.profileName,
          since: connection.since,
        },
      }
    },
  )

  const commands: Record<string, { summary: string; run: (name: string, flags: z.infer<typeof commandFlags>) => Promise<string> }> = {
    connect: {
      summary: 'Link the account, or link it again',
      run: async (name, { replace_webhook }) => {
        if (!instances.get(name).record.isActive) await instances.update({ name, isActive: true })
        await onPlatform(() =>
          instances.command(name, (channel) => channel.connect({ phoneNumber: null, replaceWebhook: replace_webhook })),
        )
        return 'Connecting.'
      },
    },
    disconnect: {
      summary: 'Stop receiving; the account stays linked',
      run: async (name) => {
        await onPlatform(() => instances.command(name, (channel) => channel.disconnect()))
        return 'Disconnected.'
      },
    },
    restart: {
      summary: 'Restart the connection',
      run: async (name) => {
        await onPlatform(() => instances.command(name, (channel) => channel.restart()))
        return 'Restarted.'
      },
    },
    logout: {
      summary: 'Unlink the account',
      run: async (name) => {
        await onPlatform(() => instances.command(name, (channel) => channel.logout()))
        return 'Logged out.'
      },
    },
    'set-default': {
      summary: 'Make it the default instance',
      run: async (name) => {
        await instances.setDefault(name)
        return `"${name}" is now the default instance.`
      },
    },
  }
  for (const [command, { summary, run }] of Object.entries(commands)) {
    app.post(
      `/instances/:name/${command}`,
      {
        config: command === 'set-default' ? onAll('admin') : onPath('admin'),
        schema: { tags: ['instances'], summary, params: instanceNameParams, querystring: commandFlags, response: { 200: done } },
      },
      async (request) => {
        const { name } = instances.get(request.params.name).record
        const message = await run(name, request.query)
        // The MCP client reads the new default from the answer.
        return { ...(command === 'set-default' ? toAnswer(instances.get(name), services) : {}), success: true, message }
      },
    )
  }
}

/** Reading changes nothing: only who may connect an account makes it ask for a code. */
export const mayConnect = ({ apiKey }: FastifyRequest): boolean => apiKey?.scope === 'admin'

/** The QR code in force; asks the platform for one when there is none, if the caller may act. */
export async function qrAnswer(services: Services, name: string, mayAct: boolean) {
  const { instances } = services
  const answer = (channel: string | null, status: string, message: string, code: string | null = null) => ({
    instance_name: name,
    channel_type: channel,
    connection_type: channel,
    qr_code: code,
    auth_url: null,
    invite_url: null,
    status,
    message,
  })
  const instance = instances.find(name)
  if (instance === null) return { ...answer(null, 'not_found', unknownInstance(name)), detail: unknownInstance(name) }
  const { channel } = instance.record
  if (instance.driver.type.linking !== 'qr') return answer(channel, 'unavailable', 'This channel needs no QR code.')
  if (instance.record.connection.state === 'connected')
    return answer(channel, 'unavailable', 'The account is connected; no code is needed.')
  try {
    if (instance.record.connection.qr === null && !mayAct)
      return answer(channel, 'unavailable', 'There is no code. A new one needs an API key with the scope "admin".')
    if (instance.record.connection.qr === null) await instances.command(name, (one) => one.connect({ phoneNumber: null }))
  } catch (error) {
    const isSetUp = error instanceof OmniError && (error.code === 'unauthorized' || error.code === 'bad_request')
    if (error instanceof OmniError && error.code === 'not_found') return answer(channel, 'not_found', errorMessage(error))
    return answer(channel, isSetUp ? 'configuration_error' : 'error', errorMessage(error))
  }
  const { qr } = instance.record.connection
  return qr === null
    ? answer(channel, 'unavailable', 'There is no code yet. Ask again in a few seconds.')
    : answer(channel, 'success', 'Scan this code with the phone.', qr.image)
}

const unknownInstance = (name: string) => `Instance "${name.slice(0, 64)}" not found.`
