import { readHome } from '../../panel/home/home.ts'
import { os } from './base.ts'

export const systemProcedures = {
  home: os.system.home.handler(({ context }) => readHome(context)),
  dismissSetback: os.system.dismissSetback.handler(({ context }) => {
    context.faults.dismiss()
    return { dismissed: true as const }
  }),
  info: os.system.info.handler(({ context }) => ({
    version: context.version,
    host: context.hostKind,
    dataDirectory: context.config.dataDirectory,
    apiUrl: `${context.baseUrl()}/api/v1`,
    startedAt: context.startedAt,
  })),
  sessions: {
    list: os.system.sessions.list.handler(({ context }) => context.sessions.list(context.sessionId)),
    end: os.system.sessions.end.handler(async ({ input, context }) => {
      await context.sessions.end(input.id)
      return { ended: true as const }
    }),
  },
  apiKeys: {
    list: os.system.apiKeys.list.handler(({ context }) => context.apiKeys.list()),
    create: os.system.apiKeys.create.handler(({ input, context }) => {
      // A key for one that is yet to come would cover whoever makes it.
      for (const name of input.instanceNames ?? []) context.instances.get(name)
      return context.apiKeys.create(input)
    }),
    revoke: os.system.apiKeys.revoke.handler(async ({ input, context }) => {
      await context.apiKeys.revoke(input.id)
      return { revoked: true as const }
    }),
  },
}
