/** Access rules, global and per instance. */
import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { AccessDecision, AccessRule } from '../../../../../src-shared/contract/access.ts'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { canonicalPattern } from '../../../guard/rules.ts'
import { coversInstance, isLimited, requireAllInstances, requireInstance } from './auth.ts'
import type { V1Routes } from './context.ts'
import { onAny, onBody, onPath } from './route-access.ts'
import { ofAll } from './rule-reasons.ts'
import { accessCheckBody, accessControlBody, accessRuleBody, instanceNameParams } from './schemas.ts'

const accessChoice = z.object({ phone_number: z.string().max(100).optional(), rule_id: z.coerce.number().int().optional() })

const view = (rule: AccessRule) => ({
  id: rule.id,
  phone_number: rule.pattern,
  rule_type: rule.type,
  instance_name: rule.instanceName,
  reason: rule.reason,
  created_at: rule.createdAt,
  updated_at: rule.createdAt,
})

/** What names none is for the check of its form, or about none. */
function ofNamed(request: FastifyRequest, named: unknown): void {
  const { instance_name } = named as { instance_name?: unknown }
  if (instance_name !== undefined) requireInstance(request, String(instance_name))
}

export const accessRoutes: V1Routes = (app, services) => {
  const { access, instances } = services
  const schema = { tags: ['access'] }

  /** Rules for all instances are the owner's: a key that is limited to some learns what comes of them, and no more. */
  const isShown = (request: FastifyRequest, { instanceName }: AccessRule) =>
    instanceName === null ? !isLimited(request) : coversInstance(request, instanceName)

  function told(request: FastifyRequest, { allowed, rule, reason }: AccessDecision) {
    if (rule === null) return { allowed, rule, reason }
    return isShown(request, rule) ? { allowed, rule: view(rule), reason } : { allowed, rule: null, reason: ofAll(allowed) }
  }

  /** v1 answers a duplicate with 400. */
  const create = async (rule: Parameters<typeof access.create>[0]) => {
    try {
      return await access.create(rule)
    } catch (error) {
      if (error instanceof OmniError && error.code === 'conflict') throw new OmniError('bad_request', error.message)
      throw error
    }
  }

  app.get(
    '/access/rules',
    {
      config: { access: { scope: 'read', covers: (request) => ofNamed(request, request.query) } },
      schema: {
        ...schema,
        summary: 'The access rules, global and per instance',
        querystring: z.object({ instance_name: z.string().max(200).optional(), rule_type: z.enum(['allow', 'block']).optional() }),
      },
    },
    async (request) => {
      const { instance_name, rule_type } = request.query
      return access
        .list(instance_name)
        .filter((rule) => rule_type === undefined || rule.type === rule_type)
        .filter((rule) => isShown(request, rule))
        .map(view)
    },
  )

  app.post(
    '/access/rules',
    {
      config: onBody('admin', (request, body) => (body['instance_name'] == null ? requireAllInstances(request) : ofNamed(request, body))),
      schema: { ...schema, summary: 'Allow or block a number, a prefix or everyone', body: accessRuleBody },
    },
    async (request, reply) => {
      const { phone_number, rule_type, instance_name, reason } = request.body
      if (instance_name != null) instances.get(instance_name)
      const rule = await create({ pattern: phone_number, type: rule_type, instanceName: instance_name ?? null, reason: reason ?? null })
      return reply.code(201).send(view(rule))
    },
  )

  app.delete(
    '/access/rules/:id',
    { config: onAny('admin'), schema: { ...schema, summary: 'Remove a rule', params: z.object({ id: z.coerce.number().int() }) } },
    async (request, reply) => {
      const rule = access.list().find((one) => one.id === request.params.id)
      if (rule === undefined || !isShown(request, rule)) throw new OmniError('not_found', 'Rule not found')
      await access.remove(rule.id)
      return reply.code(204).send()
    },
  )

  app.post(
    '/access/check',
    { config: onBody('read', ofNamed), schema: { ...schema, summary: 'May this number talk to that instance?', body: accessCheckBody } },
    async (request) => {
      const { phone_number, instance_name } = request.body
      const { record } = instances.get(instance_name)
      return told(request, access.decide(record.name, record.behaviour.accessMode, [phone_number]))
    },
  )

  app.get(
    '/instances/:name/access-control',
    { config: onPath('read'), schema: { ...schema, summary: 'The rules of one instance', params: instanceNameParams } },
    async (request) => {
      const { record } = instances.get(request.params.name)
      return {
        instance_name: record.name,
        access_mode: record.behaviour.accessMode,
        rules: access
          .list(record.name)
          .filter((rule) => rule.instanceName === record.name)
          .map(view),
      }
    },
  )

  app.post(
    '/instances/:name/access-control',
    {
      config: onPath('admin'),
      schema: { ...schema, summary: 'Allow or block for one instance', params: instanceNameParams, body: accessControlBody },
    },
    async (request, reply) => {
      instances.get(request.params.name)
      const { action, phone_number, reason } = request.body
      const rule = await create({ pattern: phone_number, type: action, instanceName: request.params.name, reason: reason ?? null })
      return reply.code(201).send({ success: true, ...view(rule) })
    },
  )

  app.delete(
    '/instances/:name/access-control',
    {
      config: onPath('admin'),
      schema: {
        ...schema,
        summary: 'Remove rules of an instance; without a number or id, all of them',
        params: instanceNameParams,
        querystring: accessChoice,
        // Some clients put it into a body, and must not lose every rule by that.
        body: accessChoice.nullish(),
      },
    },
    async (request) => {
      const { record } = instances.get(request.params.name)
      const { phone_number, rule_id } = { ...request.body, ...request.query }
      const own = access.list(record.name).filter((rule) => rule.instanceName === record.name)
      const pattern = phone_number === undefined ? null : canonicalPattern(phone_number)
      const chosen = own.filter(
        (rule) => (rule_id === undefined || rule.id === rule_id) && (pattern === null || canonicalPattern(rule.pattern) === pattern),
      )
      if (chosen.length === 0 && (phone_number !== undefined || rule_id !== undefined)) throw new OmniError('not_found', 'Rule not found')
      for (const rule of chosen) await access.remove(rule.id)
      return { success: true, message: `${chosen.length} rule(s) removed.` }
    },
  )
}
