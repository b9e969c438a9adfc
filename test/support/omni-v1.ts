/** A hub with a fake Evolution server and a fake agent around it, steered through REST as a client of Omni v1 does. */
import { type AgentServer, startAgentServer } from './agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from './evolution-server.ts'
import { type FileServer, startFileServer } from './file-server.ts'
import { startTestHub, type TestHub, type TestHubOptions, watchLive } from './hub.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, whose shape is what the tests check
export type Json = any

export interface V1World {
  omni: TestHub
  evolution: FakeEvolution
  agent: AgentServer
  /** Somewhere on the web, from where files may be fetched. */
  files: FileServer
  /** `METHOD /path` under /api/v1 with the admin key; the parsed answer. */
  call(
    route: string,
    body?: unknown,
    options?: { root?: boolean; key?: string | null },
  ): Promise<{ status: number; body: Json; headers: Headers }>
  /** An instance as a client makes it, not linked yet. */
  create(name: string, fields?: Record<string, unknown>): Promise<Json>
  /** The same, with a phone that has scanned. */
  link(name: string, fields?: Record<string, unknown>): Promise<void>
  /** A customer writes and is answered; the finished trace. */
  converse(name: string, inbound?: Parameters<FakeEvolution['deliverInbound']>[1]): Promise<{ traceId: string; messageId: string }>
  /** A key made in the panel. */
  key(scope: 'admin' | 'send' | 'read', instanceNames?: string[] | null): Promise<string>
  stop(): Promise<void>
}

export async function startV1World(options: TestHubOptions = {}): Promise<V1World> {
  const evolution = await startEvolutionServer()
  const agent = await startAgentServer()
  const files = await startFileServer()
  const omni = await startTestHub({ ...options, env: { OMNI_MEDIA_HOSTS: files.host, ...options.env } })

  const call: V1World['call'] = (route, body, more) => {
    const [method = '', path = ''] = route.split(/ (.*)/)
    return omni.rest(method, path, body, more)
  }
  const create: V1World['create'] = async (name, fields = {}) => {
    const answer = await call('POST /instances', {
      name,
      channel_type: 'whatsapp',
      evolution_url: evolution.url,
      evolution_key: evolution.apiKey,
      agent_api_url: agent.url,
      agent_api_key: 'agent-key',
      message_debounce_ms: 0,
      ...fields,
    })
    if (answer.status !== 201) throw new Error(`creating "${name}" was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  return {
    omni,
    evolution,
    agent,
    files,
    call,
    create,
    async link(name, fields) {
      await create(name, fields)
      const connection = await omni.panel.instances.watchConnection({ name })
      evolution.scan(String(fields?.['whatsapp_instance'] ?? name))
      for await (const state of connection) if (state.state === 'connected') break
    },
    async converse(name, inbound = {}) {
      const live = await watchLive(omni.panel)
      const { id, hooks } = await evolution.deliverInbound(name, inbound)
      const traceId: string = JSON.parse(hooks[0]?.answer ?? '{}').trace_id
      await live.untilTrace((trace) => trace.id === traceId && trace.completedAt !== null)
      live.stop()
      return { traceId, messageId: id }
    },
    key: async (scope, instanceNames = null) => (await omni.panel.system.apiKeys.create({ name: scope, scope, instanceNames })).key,
    async stop() {
      await omni.stop()
      await evolution.stop()
      await agent.stop()
      await files.stop()
    },
  }
}
