/** Everything that the hub answers over HTTP, put together: who may ask is each group's own business. */
import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { AgentReplies } from '../agent-replies/service.ts'
import type { Logger } from '../observe/logger.ts'
import type { Backlog } from '../pipeline/backlog.ts'
import type { Services } from '../rpc/context.ts'
import { recordWebhookCalls } from '../webhooks/calls.ts'
import { agentReplyRoutes } from './agent-replies.ts'
import { backupRoutes } from './backups.ts'
import { healthRoutes } from './health.ts'
import type { HostCheck } from './hosts.ts'
import { createHttpServer } from './http.ts'
import { createKeyGuard } from './key-guard.ts'
import { omniV1 } from './omni-v1/plugin.ts'
import { collectRoutes } from './openapi/routes.ts'
import { panelRoutes } from './panel.ts'
import { serveRpc } from './rpc.ts'
import type { PanelSessions } from './sessions.ts'
import { webhookRoutes } from './webhooks.ts'

interface Options {
  services: Services
  sessions: PanelSessions
  hosts: HostCheck
  backlog: Pick<Backlog, 'handle'>
  agentReplies: AgentReplies
  panelDirectory: string | null
  log: Logger
  isReady: () => boolean
}

/** Ready to listen. `closeSockets` ends the panels' connections, which closing the server would wait for. */
export async function serve(options: Options): Promise<{ app: FastifyInstance; closeSockets: () => void }> {
  const { services, sessions, hosts, log } = options
  const { config, storage, instances, agentProfiles, pipeline, now, version } = services
  const app = createHttpServer({ bodyLimitBytes: config.webhookBodyLimitBytes, hosts, log, isReady: options.isReady })
  const routes = collectRoutes(app)
  const keyGuard = createKeyGuard(services.apiKeys, now)
  await app.register(async (scope) => {
    const nameOf = (named: string | undefined) => (named === undefined ? instances.default() : instances.find(named))?.record.name ?? null
    recordWebhookCalls(scope, services.webhookCalls, nameOf, now)
    webhookRoutes(scope, instances, options.backlog.handle)
  })
  await app.register(async (scope) => agentReplyRoutes(scope, options.agentReplies))
  // After what the platforms call, which bring no cookies and are too many to look for some.
  await app.register(cookie)
  healthRoutes(app, { storage, instances, agentProfiles, pipeline, keyGuard, version, now })
  backupRoutes(app, { sessions, backups: services.backups })
  panelRoutes(app, { sessions, keyGuard, storage, directory: options.panelDirectory })
  await app.register(async (scope) => omniV1(scope, { services, sessions, keyGuard, routes, log }))
  return { app, closeSockets: serveRpc(app, services, sessions, hosts) }
}
