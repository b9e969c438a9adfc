/** Instances: create, read, change, remove, connect. */
import * as z from 'zod'
import { instanceNameSchema } from '../../../../src-shared/contract/common.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { setOwnAgent } from '../../agent-profiles/of-instance.ts'
import { setV1Roles } from '../../agent-profiles/v1-roles.ts'
import type { RunningInstance } from '../../instances/running-instance.ts'
import type { Services } from '../../rpc/context.ts'
import { coversInstance, requireAllInstances, requireInstance, requireScope } from './auth.ts'
import type { V1Routes } from './context.ts'
import { roleAgentsOf, toAnswer, toCreate, toUpdate, v1Status } from './instance-fields.ts'
import { onPlatform } from './platform.ts'
import { booleanFlag, createInstanceBody, done, instanceAnswer, instanceFields, instanceNameParams } from './schemas.ts'

const NO_NAMES = new Set(['', 'string', 'null', 'undefined'])

/** Throws 400 for placeholders that generated clients send, 422 for characters a URL cannot carry. */
export function checkName(name: string): string {
  if (NO_NAMES.has(name.trim().toLowerCase())) throw new OmniError('bad_request', `"${name}" is not a name for an instance.`)
  const parsed = instanceNameSchema.safeParse(name)
  if (!parsed.success) throw new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: ['body', 'name'] })))
  return parsed.data
}

/**
 * Creates and connects. When the platform cannot be reached the instance is kept, switched off, and
 * the answer says why: nothing that was typed is lost.
 */
export async function createAndConnect(services: Services, name: string, fields: z.infer<typeof instanceFields>) {
  const { instances, agentProfiles } = services
  if (instances.find(checkName(name)) !== null) throw new OmniError('bad_request', `Instance "${name}" already exists.`)
  const kinds = services.drivers.map((driver) => driver.channel)
  const { input, agent, extra } = toCreate(name, fields, kinds)
  const made = await inWireWords(() => instances.create(input, extra))
  const agentProfileId = await setOwnAgent(agentProfiles, made.record, agent)
  const { routing } = await setV1Roles(agentProfiles, made.record, roleAgentsOf(fields))
  const isAsMade = agentProfileId === made.record.agentProfileId && routing.rules.length === 0
  const created = isAsMade ? made : await instances.update({ name, agentProfileId, routing })
  if (fields.is_default === true) await instances.setDefault(name)
  if (fields.is_active === false) {
    return { instance: await instances.update({ name, isActive: false }), problem: null }
  }
  try {
    await instances.command(name, (channel) => channel.connect({ phoneNumber: null }))
    return { instance: created, problem: null }
  } catch (error) {
    const instance = await instances.update({ name, isActive: false })
    return { instance, problem: errorMessage(error) }
  }
}

export const instanceRoutes: V1Routes = (app, services) => {
  const { instances, drivers } = services
  const answerOf = (instance: RunningInstance) => toAnswer(instance, services.agentProfiles)

  app.post(
    '/instances',
    {
      schema: {
        tags: ['instances'],
        summary: 'Create an instance and connect it',
        body: createInstanceBody,
        response: { 201: instanceAnswer },
      },
    },
    async (request, reply) => {
      requireScope(request, 'admin')
      requireAllInstances(request)
      const { name, ...fields } = request.body
      const { instance, problem } = await createAndConnect(services, name, fields)
      return reply.code(201).send({
        ...answerOf(instance),
        ...(problem === null ? {} : { message: `The instance was saved but is switched off: ${problem}`, error: problem }),
      })
    },
  )

  app.get(
    '/instances',
    {
      schema: {
        tags: ['instances'],
        summary: 'All instances',
        querystring: z.object({
          skip: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(1000).default(100),
          include_status: booleanFlag.optional(),
        }),
        response: { 200: z.array(instanceAnswer) },
      },
    },
    async (request) => {
      const { skip, limit } = request.query
      const visible = instances.list().filter((instance) => coversInstance(request, instance.record.name))
      return visible.slice(skip, skip + limit).map(answerOf)
    },
  )

  app.get(
    '/instances/supported-channels',
    {
      schema: {
        tags: ['instances'],
        summary: 'The kinds of channel of this version',
        response: { 200: z.object({ supported_channels: z.array(z.string()), total_channels: z.number() }) },
      },
    },
    async () => {
      const names = [...new Set(drivers.map((driver) => driver.channel))]
      return { supported_channels: names, total_channels: names.length }
    },
  )

  app.post(
    '/instances/discover',
    { schema: { tags: ['instances'], summary: 'Find instances of the known Evolution servers that are not registered here' } },
    async (request) => {
      requireScope(request, 'admin')
      requireAllInstances(request)
      const { found, problems } = await discover(services)
      const news = `${found.length} instance(s) found that are not registered here.`
      return { message: [news, ...problems].join(' '), instances: found, total: found.length }
    },
  )

  app.get(
    '/instances/:name',
    { schema: { tags: ['instances'], summary: 'One instance', params: instanceNameParams, response: { 200: instanceAnswer } } },
    async (request) => {
      requireInstance(request, request.params.name)
      return answerOf(instances.get(request.params.name))
    },
  )

  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: '/instances/:name',
      schema: {
        tags: ['instances'],
        summary: 'Change the given fields; null clears one',
        params: instanceNameParams,
        body: instanceFields,
        response: { 200: instanceAnswer },
      },
      handler: async (request) => {
        requireScope(request, 'admin')
        requireInstance(request, request.params.name)
        const before = instances.get(request.params.name)
        const { input, agent, extra } = toUpdate(before, request.body, services.agentProfiles)
        let instance: RunningInstance = await inWireWords(async () => {
          const agentProfileId = await setOwnAgent(services.agentProfiles, before.record, agent)
          const { routing, unused } = await setV1Roles(services.agentProfiles, before.record, roleAgentsOf(request.body))
          const changed = await instances.update({ ...input, agentProfileId, routing }, extra)
          // A rule of another instance may have come to name it.
          for (const id of unused) if (services.agentProfiles.usedBy(id).length === 0) await services.agentProfiles.remove(id)
          return changed
        })
        if (request.body.is_default === true) instance = await instances.setDefault(request.params.name)
        return answerOf(instance)
      },
    })
  }

  app.delete(
    '/instances/:name',
    {
      schema: {
        tags: ['instances'],
        summary: 'Remove an instance with everything that belongs to it',
        params: instanceNameParams,
        response: { 200: z.object({ message: z.string() }) },
      },
    },
    async (request) => {
      requireScope(request, 'admin')
      requireInstance(request, request.params.name)
      await instances.remove(request.params.name, true)
      services.access.forgetInstance(request.params.name)
      return { message: `Instance "${request.params.name}" deleted.` }
    },
  )

  app.get(
    '/instances/:name/qr',
    { schema: { tags: ['instances'], summary: 'The QR code to scan', params: instanceNameParams } },
    async (request, reply) => {
      requireInstance(request, request.params.name)
      const answer = await qrAnswer(services, request.params.name)
      return reply.code('detail' in answer ? 404 : 200).send(answer)
    },
  )

  app.get(
    '/instances/:name/status',
    { schema: { tags: ['instances'], summary: 'Is the account connected?', params: instanceNameParams } },
    async (request, reply) => {
      const { name } = request.params
      requireInstance(request, name)
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
          message: connection.message,
          account: connection.account,
          profile_name: connection.profileName,
          since: connection.since,
        },
      }
    },
  )

  const commands: Record<string, { summary: string; run: (name: string) => Promise<string> }> = {
    connect: {
      summary: 'Link the account, or link it again',
      run: async (name) => {
        if (!instances.get(name).record.isActive) await instances.update({ name, isActive: true })
        await onPlatform(() => instances.command(name, (channel) => channel.connect({ phoneNumber: null })))
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
      { schema: { tags: ['instances'], summary, params: instanceNameParams, response: { 200: done } } },
      async (request) => {
        requireScope(request, 'admin')
        requireInstance(request, request.params.name)
        return { success: true, message: await run(instances.get(request.params.name).record.name) }
      },
    )
  }
}

/** The QR code in force; asks the platform for one when there is none. */
export async function qrAnswer(services: Services, name: string) {
  const { instances } = services
  const answer = (channel: string | null, status: string, message: string, code: string | null = null) => ({
    instance_name: name,
    channel_type: channel,
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

const unknownInstance = (name: string) => `There is no instance named "${name.slice(0, 64)}".`

/** The channel's settings by the names that clients of v1 give them. */
const WIRE_NAMES: Record<string, string> = { url: 'evolution_url', remoteName: 'whatsapp_instance', integration: 'integration' }

/** A setting that the channel refuses is told under the name that the client wrote. */
async function inWireWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new z.ZodError(
      error.issues.map((issue) => ({ ...issue, path: ['body', ...issue.path.map((part) => WIRE_NAMES[String(part)] ?? part)] })),
    )
  }
}

interface Discovered {
  name: string
  whatsapp_instance: string
  profile_name: string | null
  evolution_url: string
}

/** Instances on the known Evolution servers that nobody registered here. One server out of reach does not hide the others. */
async function discover({ instances }: Services): Promise<{ found: Discovered[]; problems: string[] }> {
  const servers = new Map<string, { url: string; ask: () => Promise<{ name: string; profileName: string | null }[]> }>()
  const known = new Set<string>()
  for (const instance of instances.list()) {
    const { driver, record } = instance
    const url = String(record.settings['url'] ?? '')
    known.add(`${url} ${String(record.settings['remoteName'] || record.name)}`)
    const key = instance.secret('apiKey')
    // The same server under two keys may show different instances.
    if (driver.discover !== undefined && key !== null)
      servers.set(`${url} ${key}`, { url, ask: async () => (await driver.discover?.(record.settings, { apiKey: key })) ?? [] })
  }
  const found = new Map<string, Discovered>()
  const problems: string[] = []
  await Promise.all(
    [...servers.values()].map(async ({ url, ask }) => {
      try {
        for (const { name, profileName } of await ask()) {
          const key = `${url} ${name}`
          if (!known.has(key)) found.set(key, { name, whatsapp_instance: name, profile_name: profileName, evolution_url: url })
        }
      } catch (error) {
        problems.push(`${url}: ${errorMessage(error)}`)
      }
    }),
  )
  return { found: [...found.values()], problems }
}
