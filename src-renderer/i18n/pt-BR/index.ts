import { access } from './access.ts'
import { agents } from './agents.ts'
import { answerCache } from './answer-cache.ts'
import { answering } from './answering.ts'
import { checklist } from './checklist.ts'
import { common } from './common.ts'
import { compare } from './compare.ts'
import { composer } from './composer.ts'
import { context } from './context.ts'
import { conversations } from './conversations.ts'
import { diagnostics } from './diagnostics.ts'
import { dryRun } from './dry-run.ts'
import { errors } from './errors.ts'
import { home } from './home.ts'
import { homeStats } from './home-stats.ts'
import { house } from './house.ts'
import { hub } from './hub.ts'
import { inbox } from './inbox.ts'
import { instanceCards } from './instance-cards.ts'
import { instances } from './instances.ts'
import { json } from './json.ts'
import { licences } from './licences.ts'
import { list } from './list.ts'
import { logs } from './logs.ts'
import { notifications } from './notifications.ts'
import { numberHealth } from './number-health.ts'
import { palette } from './palette.ts'
import { person } from './person.ts'
import { playground } from './playground.ts'
import { receiving } from './receiving.ts'
import { routing } from './routing.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { settingsSections } from './settings-sections.ts'
import { shell } from './shell.ts'
import { shortcuts } from './shortcuts.ts'
import { spend } from './spend.ts'
import { storage } from './storage.ts'
import { thread } from './thread.ts'
import { traceFilters } from './trace-filters.ts'
import { traces } from './traces.ts'
import { understanding } from './understanding.ts'
import { unsaved } from './unsaved.ts'
import { webhooks } from './webhooks.ts'
import { wizard } from './wizard.ts'

export const ptBR = {
  licences,
  diagnostics,
  logs,
  storage,
  notifications,
  sessions,
  settingsSections,
  receiving,
  numberHealth,
  compare,
  json,
  context,
  understanding,
  routing,
  access,
  agents,
  answerCache,
  answering,
  spend,
  traceFilters,
  dryRun,
  homeStats,
  checklist,
  common,
  conversations,
  errors,
  home,
  house,
  hub,
  inbox,
  instanceCards,
  instances,
  list,
  person,
  composer,
  thread,
  palette,
  playground,
  settings,
  shell,
  shortcuts,
  traces,
  unsaved,
  webhooks,
  wizard,
}
