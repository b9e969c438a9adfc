/** Instances: create, read, change, remove. */
import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import { instanceNameSchema } from '../../../../../src-shared/contract/common.ts'
import { errorMessage, OmniError } from '../../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../../src-shared/house-profile.ts'
import type { RunningInstance } from '../../../accounts/instances/running-instance.ts'
import { planOwnAgent } from '../../../answering/profiles/of-instance.ts'
import { checkV1Roles, setV1Roles } from '../../../answering/profiles/v1-roles.ts'
import { SecretNeeded } from '../../../secrets/addressed.ts'
import type { Services } from '../../services.ts'
import { isLimited, requireAllInstances, requireInstance } from './auth.ts'
import type { V1App, V1Routes } from './context.ts'
import { discover } from './discover.ts'
import { healthList } from './health-list.ts'
import { hasOtherAgents, roleAgentsOf } from './instance-fields/agent.ts'
import { toAnswer } from './instance-fields/answer.ts'
import { toCreate, toUpdate } from './instance-fields/request.ts'
import { startsAnswering } from './instance-fields/starts-answering.ts'
import { listed, listQuery } from './listed.ts'
import { onAll, onAny, onPath } from './route-access.ts'
import { booleanFlag, createInstanceBody, type InstanceFields, instanceAnswer, instanceFields, instanceNameParams } from './schemas.ts'

const CREATE_DESCRIPTION = [
  'WhatsApp without an Evolution address, here or for the whole process, is linked from inside Omni: GET …/qr has the code for the phone.',
  'WhatsApp has neither made nor approved that way in and may restrict or block a number that is used like this; whoever creates such an',
  'instance accepts that.',
].join(' ')

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
export async function createAndConnect(services: Services, name: string, fields: InstanceFields, webhookUrl: string | null = null) {
  const { instances } = services
  if (instances.find(checkName(name)) !== null) throw new OmniError('bad_request', `Instance "${name}" already exists.`)
  const { input, agent, extra } = toCreate(name, fields, services.drivers, services.config.evolution)
  if (webhookUrl !== null) extra['webhook_url'] = webhookUrl
  // Its agent has to be there first.
  let startsLater = false
  const { made, agentProfileId, routing } = await inWireWords(async () => {
    // Before anything is made: what is impossible is reported while nothing is left behind.
    const plan = planOwnAgent(services, { name, agentProfileId: HOUSE_PROFILE_ID, routing: input.routing, extra }, agent)
    startsLater = input.isAnswering === true && hasOtherAgents(fields, plan)
    const created = await instances.create(startsLater ? { ...input, isAnswering: undefined } : input, extra)
    const { agentProfileId: answering, own } = await plan.carryOut()
    const roles = await setV1Roles(services, created.record, roleAgentsOf(fields), { own, isKindGiven: false })
    return { made: created, agentProfileId: answering, routing: roles.routing }
  })
  const starts = startsLater || startsAnswering(made.record, fields, agentProfileId)
  const isUnsigned = fields.accepts_unsigned_webhooks === true
  const isAsMade = agentProfileId === made.record.agentProfileId && routing.rules.length === 0 && !starts && !isUnsigned
  const answering = starts ? { isAnswering: true } : {}
  const created = isAsMade
    ? made
    : await instances.update({ name, agentProfileId, routing, acceptsUnsignedWebhooks: isUnsigned, ...answering })
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

/** Removes it here, and on its server if Omni made it there. Resolves to what to say. */
export async function removeInstance({ instances }: Services, name: string, evenIfAdopted: boolean): Promise<string> {
  const { driver, record } = instances.get(name)
  const stays = !evenIfAdopted && driver.isAdopted?.(record.settings, name) === true
  await instances.remove(name, { onPlatform: true, evenIfAdopted })
  return `Instance "${name}" deleted.${stays ? ' It stays on its server, where others made it.' : ''}`
}

/** The list and the making of one. */
export function instanceListRoutes(app: V1App, services: Services, tags: string[]): void {
  const { instances } = services
  const answerOf = (instance: RunningInstance) => toAnswer(instance, services)

  app.post(
    '/instances',
    {
      config: onAll('admin'),
      schema: {
        tags,
        summary: 'Create an instance and connect it',
        description: CREATE_DESCRIPTION,
        body: createInstanceBody,
        response: { 201: instanceAnswer },
      },
    },
    async (request, reply) => {
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
      config: onAny('read'),
      schema: {
        tags,
        summary: 'All instances; simulators only when asked for',
        querystring: listQuery.extend({ include_status: booleanFlag.default(true) }),
        response: { 200: z.array(instanceAnswer) },
      },
    },
    async (request) =>
      listed(instances, request, request.query).map((instance) => {
        const { evolution_status, whatsapp_web_status, ...answer } = answerOf(instance)
        return request.query.include_status && evolution_status !== undefined
          ? { ...answer, evolution_status, whatsapp_web_status }
          : answer
      }),
  )
}

/** One instance: under /api/v1 by its name, and at the root, where `nameOf` also knows it by its number. */
export function singleInstanceRoutes(app: V1App, services: Services, tags: string[], nameOf = (given: string) => given): void {
  const { instances } = services
  const answerOf = (instance: RunningInstance) => toAnswer(instance, services)

  app.get(
    '/instances/:name',
    {
      config: onPath('read', nameOf),
      schema: { tags, summary: 'One instance', params: instanceNameParams, response: { 200: instanceAnswer } },
    },
    async (request) => answerOf(instances.get(nameOf(request.params.name))),
  )

  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: '/instances/:name',
      config: onPath('admin', nameOf),
      schema: {
        tags,
        summary: 'Change the given fields; null clears one',
        params: instanceNameParams,
        body: instanceFields,
        response: { 200: instanceAnswer },
      },
      handler: async (request) => {
        const name = nameOf(request.params.name)
        const before = instances.get(name)
        keepToOwn(request, before, services)
        const { input, agent, extra } = toUpdate(before, request.body, services)
        let instance: RunningInstance = await inWireWords(async () => {
          // Before anything is changed: what is impossible is reported while all is as it was.
          const plan = planOwnAgent(services, { ...before.record, extra: { ...before.record.extra, ...extra } }, agent)
          checkV1Roles(services, before.record.routing, roleAgentsOf(request.body))
          instances.check({
            ...input,
            agentProfileId: plan.answers ? undefined : HOUSE_PROFILE_ID,
            isAnswering: hasOtherAgents(request.body, plan) ? undefined : input.isAnswering,
          })
          const { agentProfileId, own, unused: former } = await plan.carryOut()
          const isKindGiven = former.length > 0
          const { routing, unused } = await setV1Roles(services, before.record, roleAgentsOf(request.body), { own, isKindGiven })
          const house = { ...before.record.house, ...input.house }
          const starts = startsAnswering({ ...before.record, house }, request.body, agentProfileId)
          const changed = await instances.update({ ...input, agentProfileId, routing, ...(starts ? { isAnswering: true } : {}) }, extra)
          // A rule of another instance may have come to name it.
          await services.agentProfiles.dropUnused([...former, ...unused])
          return changed
        })
        if (request.body.is_default === true) instance = await instances.setDefault(name)
        return answerOf(instance)
      },
    })
  }

  app.delete(
    '/instances/:name',
    {
      config: {
        access: {
          scope: 'admin',
          covers: (request) => {
            const name = nameOf((request.params as { name: string }).name)
            requireInstance(request, name)
            // Another would become it.
            if (instances.find(name)?.record.isDefault === true) requireAllInstances(request)
          },
        },
      },
      schema: {
        tags,
        summary: 'Remove an instance with everything that belongs to it',
        params: instanceNameParams,
        querystring: z.object({
          /** On its server, too, though others made it there. */
          even_if_adopted: booleanFlag.default(false),
        }),
        response: { 200: z.object({ message: z.string() }) },
      },
    },
    async (request) => {
      const name = nameOf(request.params.name)
      return { message: await removeInstance(services, name, request.query.even_if_adopted) }
    },
  )
}

/**
 * Throws OmniError('forbidden') where a key that is limited to some instances would reach beyond them: the default role
 * is taken from another, the saved key of the server opens every account there, and an agent that others have works
 * with their key and hears what is asked here.
 */
function keepToOwn(request: FastifyRequest, { record }: RunningInstance, { agentProfiles }: Services): void {
  const { is_default, whatsapp_instance, evolution_key, answer_cache } = request.body as InstanceFields
  if (is_default === true && !record.isDefault) requireAllInstances(request)
  const isOther = typeof whatsapp_instance === 'string' && whatsapp_instance !== (record.settings['remoteName'] || record.name)
  if (isLimited(request) && isOther && !evolution_key)
    throw new OmniError(
      'forbidden',
      'This API key is limited to some instances: give the evolution_key of the server to choose another account there.',
    )
  const nears = answer_cache?.similar?.profile_id
  const isNews = nears != null && nears !== record.behaviour.answerCache.similar.profileId
  // The same for one that does not exist: which there are is not for this key to know.
  if (isLimited(request) && isNews && agentProfiles.find(nears)?.madeFor !== record.name)
    throw new OmniError('forbidden', 'This API key is limited to some instances: it may choose only an agent that was made for this one.')
}

export const instanceRoutes: V1Routes = (app, services) => {
  const { drivers } = services
  instanceListRoutes(app, services, ['instances'])
  singleInstanceRoutes(app, services, ['instances'])

  app.get(
    '/instances/',
    { config: onAny('read'), schema: { tags: ['instances'], summary: 'All instances with their health, wrapped', querystring: listQuery } },
    async (request) => healthList(services, request, request.query),
  )

  app.get(
    '/instances/supported-channels',
    {
      config: onAny('read'),
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
    {
      config: onAll('admin'),
      schema: { tags: ['instances'], summary: 'Find instances of the known Evolution servers that are not registered here' },
    },
    async () => {
      const { found, problems } = await discover(services)
      const news = `${found.length} instance(s) found that are not registered here.`
      return { message: [news, ...problems].join(' '), instances: found, total: found.length }
    },
  )
}

/** The channel's settings by the names that clients of v1 give them. */
const WIRE_NAMES: Record<string, string> = {
  url: 'evolution_url',
  apiKey: 'evolution_key',
  remoteName: 'whatsapp_instance',
  integration: 'integration',
}

/** A setting that the channel refuses is reported under the name that the client wrote. */
async function inWireWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SecretNeeded) {
      const path = ['body', WIRE_NAMES[String(error.details?.['field'])] ?? 'evolution_key']
      throw new z.ZodError([{ code: 'custom', path, message: error.message, input: undefined }])
    }
    if (!(error instanceof z.ZodError)) throw error
    throw new z.ZodError(
      error.issues.map((issue) => ({ ...issue, path: ['body', ...issue.path.map((part) => WIRE_NAMES[String(part)] ?? part)] })),
    )
  }
}
