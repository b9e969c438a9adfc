/** The slash commands of an application, registered once and whenever they change. */
import { createHash } from 'node:crypto'
import type { REST } from 'discord.js'
import type { ChannelKeys } from '../port.ts'
import { COMMANDS } from './interactions/words.ts'
import { routes } from './routes.ts'

const CATEGORY = 'state'
const REGISTERED = 'commands'

interface Wanted {
  applicationId: string
  guildId: string
  isOn: boolean
}

/**
 * Makes Discord offer them, or not any more. Those that somebody else registered stay where ours were never on. Rejects as
 * a call does.
 */
export async function registerCommands(rest: REST, keys: ChannelKeys, { applicationId, guildId, isOn }: Wanted): Promise<void> {
  const { values } = await keys.get(CATEGORY, [REGISTERED])
  const before = values[REGISTERED]
  const commands = isOn ? COMMANDS : []
  const route = routes.commands(applicationId, guildId)
  const digest = `${createHash('sha256').update(JSON.stringify(commands)).digest('base64url')} ${route}`
  if (before === digest || (before === undefined && !isOn)) return
  await rest.put(route, { body: commands })
  // Those of the other place would be offered beside them.
  const [, oldRoute] = before?.split(' ') ?? []
  if (oldRoute !== undefined && oldRoute !== route) await rest.put(oldRoute as `/${string}`, { body: [] })
  await keys.set([{ category: CATEGORY, id: REGISTERED, value: digest }])
}
