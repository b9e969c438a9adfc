import { readHomeStats } from '../../panel/home/stats.ts'
import { os } from './base.ts'

export const homeProcedures = {
  stats: os.home.stats.handler(({ input, context }) => readHomeStats(context, input)),
}
