import { common } from './common.ts'
import { conversations } from './conversations.ts'
import { dryRun } from './dry-run.ts'
import { errors } from './errors.ts'
import { home } from './home.ts'
import { homeStats } from './home-stats.ts'
import { house } from './house.ts'
import { instances } from './instances.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { traceFilters } from './trace-filters.ts'
import { traces } from './traces.ts'
import { wizard } from './wizard.ts'

export const ptBR = {
  traceFilters,
  dryRun,
  homeStats,
  common,
  conversations,
  errors,
  home,
  house,
  instances,
  settings,
  shell,
  traces,
  wizard,
}
