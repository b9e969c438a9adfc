import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { agents } from './agents.ts'
import { common } from './common.ts'
import { conversations } from './conversations.ts'
import { desktop } from './desktop.ts'
import { diagnostics } from './diagnostics.ts'
import { errors } from './errors.ts'
import { home } from './home.ts'
import { hub } from './hub.ts'
import { mediaText } from './media-text.ts'
import { playground } from './playground.ts'
import { security } from './security.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { traces } from './traces.ts'
import { tunnel } from './tunnel.ts'

export const en = {
  access,
  accounts,
  agents,
  common,
  conversations,
  desktop,
  diagnostics,
  errors,
  home,
  hub,
  mediaText,
  playground,
  security,
  settings,
  shell,
  traces,
  tunnel,
}
