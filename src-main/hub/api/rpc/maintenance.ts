/** What keeps an installation healthy: how long things are kept, copies, the log, and what to tell who helps. */

import { readUsage } from '../../maintenance/retention/usage.ts'
import { logFolder } from '../../observe/log.ts'
import { readDiagnostics } from '../../panel/diagnostics/read.ts'
import { os } from './base.ts'

export const retentionProcedures = {
  get: os.retention.get.handler(({ context }) => context.retention.get()),
  set: os.retention.set.handler(({ input, context }) => context.retention.set(input)),
  usage: os.retention.usage.handler(({ context }) => readUsage(context)),
  freeSpace: os.retention.freeSpace.handler(({ context }) => context.retention.freeSpace()),
}

export const backupProcedures = {
  list: os.backups.list.handler(({ context }) => context.backups.list()),
  create: os.backups.create.handler(({ context }) => context.backups.create()),
  remove: os.backups.remove.handler(async ({ input, context }) => {
    await context.backups.remove(input.name)
    return { removed: true as const }
  }),
  state: os.backups.state.handler(({ context }) => context.backups.state()),
  setPlan: os.backups.setPlan.handler(({ input, context }) => context.backups.setPlan(input)),
  held: os.backups.held.handler(({ context }) => context.accountHold.state()),
  confirmOldIsOff: os.backups.confirmOldIsOff.handler(async ({ context: { accountHold, bus, instances, tunnel } }) => {
    const names = await accountHold.letGo()
    bus.publish({ type: 'backups.changed' })
    // The address first: accounts tell it to their platforms.
    if (names.length > 0) await tunnel.start()
    for (const name of names) await instances.holdChanged(name)
    return { confirmed: true as const }
  }),
}

export const logProcedures = {
  tail: os.logs.tail.handler(({ context, signal }) => context.logRing.tail(signal ?? new AbortController().signal)),
  info: os.logs.info.handler(({ context }) => ({ folder: logFolder(context.config), level: context.config.logLevel })),
}

export const diagnosticsProcedures = {
  read: os.diagnostics.read.handler(async ({ context }) => ({ text: await readDiagnostics(context) })),
}
