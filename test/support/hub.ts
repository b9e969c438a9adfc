/** A whole hub for tests: real database file, real HTTP, the panel's contract over a real port. */
import { rmSync } from 'node:fs'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type AgentRegistry, createAgentRegistry } from '../../src-main/hub/agents/registry.ts'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { drivers } from '../../src-main/hub/channels/registry.ts'
import type { Hub } from '../../src-main/hub/host.ts'
import { createHub } from '../../src-main/hub/hub.ts'
import { readProcessConfig } from '../../src-main/hub/runtime/config.ts'
import type { SecretBox } from '../../src-main/hub/secrets/secret-box.ts'
import type { TunnelProvider } from '../../src-main/hub/tunnel/port.ts'
import { tunnelProviders } from '../../src-main/hub/tunnel/registry.ts'
import type { contract } from '../../src-shared/contract/index.ts'
import type { LiveEvent } from '../../src-shared/contract/live.ts'
import type { Trace } from '../../src-shared/contract/traces.ts'
import { newDataFolder } from './data-folder.ts'
import { backupWorker, documentWorker, storageWorker } from './storage-worker.ts'

export const TEST_KEY = 'sk-omni-test-key'

/** Keeps nothing secret: what the boxes do is tested where they are. */
export const openBox: SecretBox = { name: 'test', wrap: async (plain) => plain, unwrap: async (wrapped) => wrapped }

export type PanelClient = ContractRouterClient<typeof contract>

export interface TestHub {
  hub: Hub
  url: string
  folder: string
  panel: PanelClient
  /** Calls `/api/v1{path}` (or a root path with `root: true`) with the admin key. */
  rest(
    method: string,
    path: string,
    body?: unknown,
    options?: { root?: boolean; key?: string | null },
  ): Promise<{ status: number; body: unknown; headers: Headers }>
  /** Stops the hub and starts another on the same data; `meanwhile` runs while there is none. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

export interface TestHubOptions {
  folder?: string
  env?: NodeJS.ProcessEnv
  agents?: AgentRegistry
  panelDirectory?: string | null
  secretBox?: SecretBox
  /** Channels besides those of the product. */
  drivers?: ChannelDriver[]
  /** Ways of the tunnel besides those of the product; the first is chosen at the beginning. */
  tunnelProviders?: TunnelProvider[]
}

export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const folder = options.folder ?? newDataFolder()
  const env = {
    OMNI_DATA_DIR: folder,
    OMNI_PORT: '0',
    OMNI_API_KEY: TEST_KEY,
    OMNI_LOG_LEVEL: 'error',
    OMNI_MEDIA_HOSTS: '127.0.0.1',
    ...options.env,
  }
  let current: { hub: Hub; client: PanelClient; ports: MessagePort[] }

  async function start() {
    const hub = createHub(
      {
        kind: 'headless',
        config: readProcessConfig(env),
        env,
        secretBox: options.secretBox ?? openBox,
        storageWorker,
        documentWorker,
        backupWorker,
        panelDirectory: options.panelDirectory ?? null,
      },
      // The house agent at full speed: its pace is for eyes.
      {
        agents: options.agents ?? createAgentRegistry({ house: { msPerWord: 0 } }),
        drivers: [...drivers, ...(options.drivers ?? [])],
        tunnelProviders: [...(options.tunnelProviders ?? []), ...tunnelProviders],
      },
    )
    await hub.start()
    const { port1, port2 } = new MessageChannel()
    hub.servePort(port1)
    port1.start()
    const client: PanelClient = createORPCClient(new RPCLink({ port: port2 }))
    port2.start()
    current = { hub, client, ports: [port1, port2] }
  }

  async function stop() {
    for (const port of current.ports) port.close()
    await current.hub.stop()
  }

  await start()
  return {
    get hub() {
      return current.hub
    },
    get url() {
      return current.hub.baseUrl
    },
    get panel() {
      return current.client
    },
    folder,
    async rest(method, path, body, { root = false, key = TEST_KEY } = {}) {
      const response = await fetch(`${current.hub.baseUrl}${root ? '' : '/api/v1'}${path}`, {
        method,
        headers: { ...(key === null ? {} : { 'x-api-key': key }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
    },
    async restart(meanwhile) {
      await stop()
      await meanwhile?.()
      await start()
    },
    async stop() {
      await stop()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Watches the live events from now on. `until` resolves with the first event, past or coming, that
 * satisfies the check.
 */
export async function watchLive(panel: PanelClient): Promise<{
  events: LiveEvent[]
  until<T extends LiveEvent>(check: (event: LiveEvent) => event is T): Promise<T>
  until(check: (event: LiveEvent) => boolean): Promise<LiveEvent>
  untilTrace(check: (trace: Trace) => boolean): Promise<Trace>
  stop(): void
}> {
  const controller = new AbortController()
  const events: LiveEvent[] = []
  const waiting: { check: (event: LiveEvent) => boolean; resolve: (event: LiveEvent) => void }[] = []
  const frames = await panel.live.subscribe(undefined, { signal: controller.signal })
  // The first frame says that the subscription stands: nothing after it is missed.
  await frames.next()
  const read = async () => {
    for await (const frame of frames) {
      for (const event of frame.events) {
        events.push(event)
        for (const waiter of [...waiting]) {
          if (!waiter.check(event)) continue
          waiting.splice(waiting.indexOf(waiter), 1)
          waiter.resolve(event)
        }
      }
    }
  }
  read().catch(() => {})
  const until = (check: (event: LiveEvent) => boolean): Promise<LiveEvent> => {
    const found = events.find(check)
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve) => waiting.push({ check, resolve }))
  }
  return {
    events,
    until: until as never,
    async untilTrace(check) {
      const event = await until((one) => one.type === 'trace.changed' && check(one.trace))
      if (event.type !== 'trace.changed') throw new Error('unreachable')
      return event.trace
    },
    stop: () => controller.abort(),
  }
}
