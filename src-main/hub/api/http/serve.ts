/** Everything that the hub answers over HTTP, put together: who may ask is each group's own business. */
import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { AgentReplies } from '../../answering/late-replies/service.ts'
import type { Logger } from '../../observe/logger.ts'
import type { CallIntake } from '../../pipeline/receive/call-intake.ts'
import type { Recovery } from '../../pipeline/receive/recover.ts'
import type { Services } from '../services.ts'
import { agentReplyRoutes } from './agent-replies.ts'
import { backupRoutes } from './backups.ts'
import { healthRoutes } from './health.ts'
import type { HostCheck } from './hosts.ts'
import { createHttpServer, protectBrowsers } from './http.ts'
import { createKeyGuard } from './key-guard.ts'
import { loginRoutes } from './login.ts'
import { omniV1 } from './omni-v1/plugin.ts'
import { collectRoutes } from './openapi/routes.ts'
import { panelRoutes } from './panel.ts'
import { serveRpc } from './rpc.ts'
import { webhookRoutes } from './webhooks.ts'

interface Options {
  services: Services
  hosts: HostCheck
  callIntake: Pick<CallIntake, 'handle'>
  recovery: Pick<Recovery, 'left'>
  agentReplies: AgentReplies
  ownerSecret: string
  panelDirectory: string | null
  log: Logger
  isReady: () => boolean
}

/** Ready to listen. `closeSockets` ends the panels' connections, which closing the server would wait for. */
export async function serve(options: Options): Promise<{ app: FastifyInstance; closeSockets: () => void }> {
  const { services, hosts, log } = options
  const { config, sessions, storage, instances, agentProfiles, breakers, pipeline, faults, now, version } = services
  const app = createHttpServer({ hosts, log, isReady: options.isReady })
  const routes = collectRoutes(app)
  const keyGuard = createKeyGuard(services.apiKeys, now)
  await app.register(async (scope) =>
    webhookRoutes(scope, {
      drivers: services.drivers,
      instances,
      callIntake: options.callIntake,
      calls: services.webhookCalls,
      bodyLimitBytes: config.webhookBodyLimitBytes,
      now,
    }),
  )
  await app.register(async (scope) => agentReplyRoutes(scope, options.agentReplies))
  let closeSockets = (): void => undefined
  // In a scope of its own: what the platforms call brings no cookies, and is too much to look for some.
  await app.register(async (scope) => {
    protectBrowsers(scope)
    await scope.register(cookie)
    healthRoutes(scope, {
      storage,
      instances,
      agentProfiles,
      breakers,
      pipeline,
      recovery: options.recovery,
      faults,
      tunnel: services.tunnel,
      keyGuard,
      version,
      now,
      isReady: options.isReady,
    })
    backupRoutes(scope, { sessions, backups: services.backups, ownerSecret: options.ownerSecret })
    loginRoutes(scope, { sessions, baseUrl: services.baseUrl, ownerSecret: options.ownerSecret, now })
    panelRoutes(scope, { sessions, keyGuard, storage, directory: options.panelDirectory })
    closeSockets = serveRpc(scope, services, hosts, log)
    await scope.register(async (inner) => omniV1(inner, { services, keyGuard, routes, log }))
  })
  return { app, closeSockets: () => closeSockets() }
}
