/** A real hub within the process of a bench, with an agent and channels of the bench's own, and a client of it. */
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { AgentBackend } from '../../src-main/hub/agents/port.ts'
import { createAgentRegistry } from '../../src-main/hub/agents/registry.ts'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import type { Hub } from '../../src-main/hub/host.ts'
import { createHub } from '../../src-main/hub/hub.ts'
import { readProcessConfig } from '../../src-main/hub/runtime/config.ts'
import type { PanelClient } from '../support/hub.ts'
import { backupWorker, documentWorker, storageWorker } from '../support/storage-worker.ts'

interface BenchHubOptions {
  /** Answers instead of the house agent. */
  agent: AgentBackend
  /** The product's own unless given. */
  drivers?: ChannelDriver[]
  panelDirectory?: string
}

/** Configured by the environment, as the product is. */
export async function startBenchHub({ agent, drivers, panelDirectory }: BenchHubOptions): Promise<{
  hub: Hub
  panel: PanelClient
  stop(): Promise<void>
}> {
  const hub = createHub(
    {
      kind: 'headless',
      config: readProcessConfig(process.env),
      env: {},
      secretBox: { name: 'bench', wrap: async (plain) => plain, unwrap: async (wrapped) => wrapped },
      storageWorker,
      documentWorker,
      backupWorker,
      panelDirectory: panelDirectory ?? null,
    },
    { agents: { ...createAgentRegistry(), house: agent }, ...(drivers ? { drivers } : {}) },
  )
  await hub.start()
  const { port1, port2 } = new MessageChannel()
  hub.servePort(port1)
  port1.start()
  const panel: PanelClient = createORPCClient(new RPCLink({ port: port2 }))
  port2.start()
  return {
    hub,
    panel,
    async stop() {
      for (const port of [port1, port2]) port.close()
      await hub.stop()
    },
  }
}
