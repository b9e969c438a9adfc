/** Access rules, global and per instance. */
import * as z from 'zod'
import type { AccessRule } from '../../../../src-shared/contract/access.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import { canonicalPattern } from '../../access/rules.ts'
import { coversInstance, requireAllInstances, requireInstance, requireScope } from './auth.ts'
import type { V1Routes } from './context.ts'
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

export const accessRoutes: V1Routes = (app, services) => {
  const { access, instances } = services
  const schema = { tags: ['access'] }

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
      schema: {
        ...schema,
        summary: 'The access rules, global and per instance',
        querystring: z.object({ instance_name: z.string().max(200).optional(), rule_type: z.enum(['allow', 'block']).optional() }),
      },
    },
    async (request) => {
      const { instance_name, rule_type } = request.query
      if (instance_name !== undefined) requireInstance(request, instance_name)
      return access
        .list(instance_name)
        .filter((rule) => rule_type === undefined || rule.type === rule_type)
        .filter((rule) => rule.instanceName === null || coversInstance(request, rule.instanceName))
        .map(view)
    },
  )

  app.post(
    '/access/rules',
    { schema: { ...schema, summary: 'Allow or block a number, a prefix or everyone', body: accessRuleBody } },
    async (request, reply) => {
      requireScope(request, 'admin')
      const { phone_number, rule_type, instance_name, reason } = request.body
      if (instance_name == null) requireAllInstances(request)
      else {
        requireInstance(request, instance_name)
        instances.get(instance_name)
      }
      const rule = await create({ pattern: phone_number, type: rule_type, instanceName: instance_name ?? null, reason: reason ?? null })
      return reply.code(201).send(view(rule))
    },
  )

  app.delete(
    '/access/rules/:id',
    { schema: { ...schema, summary: 'Remove a rule', params: z.object({ id: z.coerce.number().int() }) } },
    async (request, reply) => {
      requireScope(request, 'admin')
      const rule = access.list().find((one) => one.id === request.params.id)
      if (rule === undefined || (rule.instanceName !== null && !coversInstance(request, rule.instanceName)))
        throw new OmniError('not_found', 'Rule not found')
      if (rule.instanceName === null) requireAllInstances(request)
      await access.remove(rule.id)
      return reply.code(204).send()
    },
  )

  app.post(
    '/access/check',
    { schema: { ...schema, summary: 'May this number talk to that instance?', body: accessCheckBody } },
    async (request) => {
      const { phone_number, instance_name } = request.body
      requireInstance(request, instance_name)
      const { record } = instances.get(instance_name)
      const decision = access.decide(record.name, record.behaviour.accessMode, [phone_number])
      return { allowed: decision.allowed, rule: decision.rule === null ? null : view(decision.rule), reason: decision.reason }
    },
  )

  app.get(
    '/instances/:name/access-control',
    { schema: { ...schema, summary: 'The rules of one instance', params: instanceNameParams } },
    async (request) => {
      requireInstance(request, request.params.name)
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
    { schema: { ...schema, summary: 'Allow or block for one instance', params: instanceNameParams, body: accessControlBody } },
    async (request, reply) => {
      requireScope(request, 'admin')
      requireInstance(request, request.params.name)
      instances.get(request.params.name)
      const { action, phone_number, reason } = request.body
      const rule = await create({ pattern: phone_number, type: action, instanceName: request.params.name, reason: reason ?? null })
      return reply.code(201).send({ success: true, ...view(rule) })
    },
  )

  app.delete(
    '/instances/:name/access-control',
    {
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
      requireScope(request, 'admin')
      requireInstance(request, request.params.name)
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
