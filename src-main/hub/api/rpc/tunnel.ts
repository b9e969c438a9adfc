import { os } from './base.ts'

export const tunnelProcedures = {
  setup: os.tunnel.setup.handler(({ context }) => context.tunnel.setup()),
  status: os.tunnel.status.handler(({ context }) => context.tunnel.status()),
  calls: os.tunnel.calls.handler(({ context }) => context.tunnel.calls()),
  save: os.tunnel.save.handler(({ input, context }) => context.tunnel.save(input)),
  turn: os.tunnel.turn.handler(({ input, context }) => context.tunnel.turn(input.isOn)),
  prove: os.tunnel.prove.handler(({ context }) => context.tunnel.prove()),
  trustHostKey: os.tunnel.trustHostKey.handler(({ context }) => context.tunnel.trustHostKey()),
}
