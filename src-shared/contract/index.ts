import { accessContract } from './access.ts'
import { conversationsContract } from './conversations.ts'
import { homeContract } from './home.ts'
import { instancesContract } from './instances.ts'
import { liveContract } from './live.ts'
import { playgroundContract } from './playground.ts'
import { simulatorContract } from './simulator.ts'
import { systemContract } from './system.ts'
import { tracesContract } from './traces.ts'
import { webhooksContract } from './webhooks.ts'

/** Everything the panel can ask of the hub, whatever carries the call. */
export const contract = {
  system: systemContract,
  home: homeContract,
  instances: instancesContract,
  conversations: conversationsContract,
  traces: tracesContract,
  access: accessContract,
  simulator: simulatorContract,
  playground: playgroundContract,
  webhooks: webhooksContract,
  live: liveContract,
}
