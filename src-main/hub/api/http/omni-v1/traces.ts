/** Traces: what became of every message. */
import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { saidInTurn } from '../../../panel/said-in-turn.ts'
import type { TraceFilter } from '../../../storage/port.ts'
import type { TurnRecord } from '../../../storage/records.ts'
import { coversInstance, instanceInView } from './auth.ts'
import type { V1Routes } from './context.ts'
import { readDate } from './dates.ts'
import { findPerson } from './recipient.ts'
import { inView, onAll, onAny } from './route-access.ts'
import { reasonFor } from './rule-reasons.ts'
import { booleanFlag, type TraceQuery, traceQuery } from './schemas.ts'
import { STATES, toV1Trace } from './trace-view.ts'

const DAY_MS = 86_400_000

function isoDate(value: string, field: string): string {
  const at = readDate(value)
  if (at === null) throw new z.ZodError([{ code: 'custom', path: ['query', field], message: 'Not a date: use ISO 8601.', input: value }])
  return new Date(at).toISOString()
}

function filterOf(query: TraceQuery, now: number): TraceFilter {
  const status = query.trace_status ?? query.status
  const isKnown = status === undefined || Object.hasOwn(STATES, status)
  if (!isKnown)
    throw new z.ZodError([
      { code: 'custom', path: ['query', 'status'], message: `Use one of ${Object.keys(STATES).join(', ')}.`, input: status },
    ])
  const hasDates = query.start_date !== undefined || query.end_date !== undefined
  return {
    ...(status === undefined ? {} : STATES[status]),
    instanceName: query.instance_name,
    phone: query.phone ?? query.sender_phone,
    messageKind: query.message_type as TraceFilter['messageKind'],
    sessionName: query.session_name,
    agentSessionId: query.agent_session_id,
    hasMedia: query.has_media,
    fromIso:
      query.start_date !== undefined
        ? isoDate(query.start_date, 'start_date')
        : hasDates || query.all_time === true
          ? undefined
          : new Date(now - DAY_MS).toISOString(),
    toIso: query.end_date === undefined ? undefined : isoDate(query.end_date, 'end_date'),
    minDurationMs: query.min_duration,
  }
}

export const traceRoutes: V1Routes = (app, services) => {
  const { storage, retention, instances, access, config, now } = services
  const schema = { tags: ['traces'] }
  const idParams = z.object({ id: z.string().max(100) })

  /** `whatsapp:+1555…`, a bare number, or the UUID that agents know a person by. Null: there is nobody like that. */
  async function personFilter(userId: string, instanceName: string | undefined): Promise<Pick<TraceFilter, 'phone' | 'contactId'> | null> {
    const [, platform, bare = ''] = /^(?:([a-z][a-z0-9-]*):)?(.*)$/.exec(userId.trim()) ?? []
    for (const { channel, recipients } of services.drivers) {
      const person = platform === undefined || platform === channel ? recipients.identityOf(bare) : null
      if (person?.kind === 'phone') return { phone: person.value }
    }
    const names = instanceName === undefined ? services.instances.list().map(({ record }) => record.name) : [instanceName]
    for (const name of names) {
      const contact = await findPerson(services, name, userId.trim())
      if (contact !== null) return { contactId: contact.id }
    }
    return null
  }

  async function view(request: FastifyRequest, stored: TurnRecord) {
    const told = (reason: string) => reasonFor(request, access, stored.instanceName, reason)
    const turn: TurnRecord = {
      ...stored,
      reason: stored.reason === null ? null : told(stored.reason),
      steps: stored.steps.map((step) => ({ ...step, detail: told(step.detail) })),
    }
    const said = config.traceSensitive ? (await saidInTurn(storage, turn.id)).answer : []
    const channel = instances.find(turn.instanceName)?.record.channel ?? 'unknown'
    return toV1Trace(turn, channel, said.length === 0 ? null : said.join('\n\n'))
  }

  async function find(request: FastifyRequest, id: string): Promise<TurnRecord> {
    const turn = await storage.getTrace(id)
    if (turn === null || !coversInstance(request, turn.instanceName)) throw new OmniError('not_found', 'Trace not found')
    return turn
  }

  app.get(
    '/traces',
    {
      config: inView('read', 'instance_name'),
      schema: { ...schema, summary: 'Traces, newest first; the last 24 hours unless told otherwise', querystring: traceQuery },
    },
    async (request, reply) => {
      const instance_name = instanceInView(request, request.query.instance_name)
      const { limit, offset, user_id } = request.query
      const filter = filterOf({ ...request.query, instance_name }, now())
      const person = user_id === undefined ? {} : await personFilter(user_id, instance_name)
      if (person === null) {
        reply.header('x-total-count', '0')
        return []
      }
      const [{ items }, total] = await Promise.all([
        storage.listTraces({ ...filter, ...person }, { limit, offset }),
        storage.countTraces({ ...filter, ...person }),
      ])
      reply.header('x-total-count', String(total))
      return Promise.all(items.map((turn) => view(request, turn)))
    },
  )

  app.get(
    '/traces/analytics/summary',
    {
      config: inView('read', 'instance_name'),
      schema: {
        ...schema,
        summary: 'How many messages, how well, how fast',
        querystring: z.object({
          instance_name: z.string().max(200).optional(),
          start_date: z.string().max(60).optional(),
          end_date: z.string().max(60).optional(),
          all_time: booleanFlag.optional(),
        }),
      },
    },
    async (request) => {
      const instance_name = instanceInView(request, request.query.instance_name)
      const summary = await storage.traceSummary(filterOf({ limit: 1, offset: 0, ...request.query, instance_name }, now()))
      const finished = summary.completed + summary.failed
      return {
        total_messages: summary.total,
        successful_messages: summary.completed,
        failed_messages: summary.failed,
        success_rate: finished === 0 ? 0 : Math.round((summary.completed / finished) * 10_000) / 100,
        avg_processing_time_ms: summary.averageTotalMs,
        avg_agent_time_ms: summary.averageAgentMs,
        p50_processing_time_ms: summary.p50Ms,
        p95_processing_time_ms: summary.p95Ms,
        p99_processing_time_ms: summary.p99Ms,
        message_types: summary.byKind,
        error_stages: summary.byErrorStage,
        instances: summary.byInstance,
      }
    },
  )

  app.get(
    '/traces/phone/:phone',
    {
      config: inView('read', 'instance_name'),
      schema: {
        ...schema,
        summary: 'The traces of one number',
        params: z.object({ phone: z.string().max(100) }),
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(1000).default(50),
          instance_name: z.string().max(200).optional(),
        }),
      },
    },
    async (request) => {
      const instanceName = instanceInView(request, request.query.instance_name)
      const { items } = await storage.listTraces(
        { phone: request.params.phone.replace(/[@:].*$/, ''), instanceName },
        { limit: request.query.limit },
      )
      return Promise.all(items.map((turn) => view(request, turn)))
    },
  )

  app.delete(
    '/traces/cleanup',
    {
      config: onAll('admin'),
      schema: {
        ...schema,
        summary: 'Delete old traces; only counts unless dry_run=false',
        querystring: z.object({ days_old: z.coerce.number().int().min(1).max(3650).default(30), dry_run: booleanFlag.default(true) }),
      },
    },
    async (request) => {
      const { days_old, dry_run } = request.query
      const before = new Date(now() - days_old * DAY_MS).toISOString()
      const count = await (dry_run ? storage.countExpiredTraces(before) : retention.expireTraces(before))
      return {
        message: dry_run ? `${count} traces would be deleted.` : `${count} traces were deleted.`,
        dry_run,
        status: dry_run ? 'dry_run' : 'completed',
        traces_deleted: dry_run ? 0 : count,
        deleted_count: dry_run ? 0 : count,
        traces_to_delete: count,
        cutoff_date: before,
      }
    },
  )

  app.get('/traces/:id', { config: onAny('read'), schema: { ...schema, summary: 'One trace', params: idParams } }, async (request) =>
    view(request, await find(request, request.params.id)),
  )

  app.get(
    '/traces/:id/payloads',
    {
      config: onAny('read'),
      schema: {
        ...schema,
        summary: 'What was received, asked, answered and sent',
        params: idParams,
        querystring: z.object({ include_payload: booleanFlag.default(false) }),
      },
    },
    async (request) => {
      const turn = await find(request, request.params.id)
      const payloads = await storage.tracePayloads(turn.id)
      return payloads.map((payload) => ({
        id: Number(payload.id),
        trace_id: turn.id,
        stage: payload.stage,
        payload_type: payload.kind,
        timestamp: payload.at,
        status_code: payload.statusCode,
        error_details: null,
        payload_size_original: payload.sizeBytes,
        payload_size_compressed: payload.storedBytes,
        contains_media: turn.hasMedia,
        contains_base64: payload.body.includes('base64'),
        ...(request.query.include_payload ? { payload: parsed(payload.body) } : {}),
      }))
    },
  )
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
