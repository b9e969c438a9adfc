import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'

export const logLevelSchema = z.enum(['debug', 'info', 'warn', 'error'])
export type LogLevel = z.infer<typeof logLevelSchema>

export const logLineSchema = z.object({
  /** Grows by one with each line of this run. */
  seq: z.number().int(),
  at: timestampSchema,
  level: logLevelSchema,
  message: z.string(),
  /** What goes with it, as JSON text, secrets removed; empty when nothing does. */
  facts: z.string(),
})
export type LogLine = z.infer<typeof logLineSchema>

export const logsContract = {
  /**
   * The newest lines (a few thousand at most) and then those that come. `missed`: lines that came
   * faster than they could be sent and are only in the file.
   */
  tail: oc.output(eventIterator(z.object({ lines: z.array(logLineSchema), missed: z.number().int() }))),
  /** Where the whole log is, and how much of it is written. */
  info: oc.output(z.object({ folder: z.string(), level: z.string() })),
}
