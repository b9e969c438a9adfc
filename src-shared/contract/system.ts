import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'
import { heldSchema } from './conversations.ts'
import { countersSchema } from './live.ts'
import { checklistItemSchema } from './setup.ts'

/** Something on Home that wants a person, with the place where it is solved. */
export const attentionSchema = z.object({
  kind: z.enum([
    'disconnected',
    'delivery_unknown',
    'delivery_failed',
    'scheduled_missed',
    /** A message waits to be sent; `held` says why. */
    'held',
    'waiting',
    'agent_failing',
    'budget_reached',
    'unsigned_webhooks',
    'number_stopped',
    /** Connected, and nobody has started answering. */
    'not_answering',
    'storage',
    /** The public address cannot be had before a person does something. */
    'tunnel_failed',
    /** It works, and a person has to look after it: a plan that is nearly used up, a new address. */
    'tunnel_warned',
    /** Omni met with an error that it had to be started again for. It is dismissed, or goes after a day. */
    'setback',
    /** Nobody has written down the recovery phrase. */
    'recovery_phrase',
    /** The system has no key store to lock the saved secrets with. It is dismissed, or goes with its cause. */
    'key_store',
    /** The data came from a backup: accounts wait for their owner's word that the other computer is off. */
    'accounts_held',
    /** The newest backup could not be made. */
    'backup_failed',
  ]),
  instanceName: instanceNameSchema.nullable(),
  conversationId: z.string().nullable(),
  message: z.string(),
  since: timestampSchema,
  held: heldSchema.extend({ deliveryId: z.string() }).optional(),
})
export type Attention = z.infer<typeof attentionSchema>

export const homeSchema = z.object({
  /** Nothing is set up yet, or the first set-up is under way: Home shows it in its own place. */
  isFirstRun: z.boolean(),
  /** What is left to do after it; null when that is nothing, or is not wanted. */
  checklist: z.array(checklistItemSchema).nullable(),
  counters: countersSchema,
  attention: z.array(attentionSchema),
})
export type Home = z.infer<typeof homeSchema>

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  dataDirectory: z.string(),
  apiUrl: z.string(),
  startedAt: timestampSchema,
})

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to tell keys apart. */
  prefix: z.string(),
  scope: z.enum(['admin', 'send', 'read']),
  /** Null: every instance. Those that were removed are no longer in it: empty covers none. */
  instanceNames: z.array(instanceNameSchema).nullable(),
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema.nullable(),
})
export type ApiKey = z.infer<typeof apiKeySchema>

/** A browser that was let in by a link. */
export const panelSessionSchema = z.object({
  id: z.string(),
  /** The browser's own name for itself: its `User-Agent`. */
  userAgent: z.string(),
  createdAt: timestampSchema,
  /** To within some minutes. */
  lastUsedAt: timestampSchema,
  /** The one that asks. */
  isCurrent: z.boolean(),
})
export type PanelSession = z.infer<typeof panelSessionSchema>

export const systemContract = {
  home: oc.output(homeSchema),
  dismissSetback: oc.output(z.object({ dismissed: z.literal(true) })),
  info: oc.output(appInfoSchema),
  sessions: {
    list: oc.output(z.array(panelSessionSchema)),
    /** Signs that browser out at once; its own counts too. */
    end: oc.input(z.object({ id: z.string().max(100) })).output(z.object({ ended: z.literal(true) })),
  },
  apiKeys: {
    list: oc.output(z.array(apiKeySchema)),
    /** The only time that the key itself is shown. */
    create: oc
      .input(
        z.object({
          name: z.string().min(1).max(100),
          scope: apiKeySchema.shape.scope,
          instanceNames: z.array(instanceNameSchema).min(1).nullable(),
        }),
      )
      .output(apiKeySchema.extend({ key: z.string() })),
    revoke: oc.input(z.object({ id: z.string().max(100) })).output(z.object({ revoked: z.literal(true) })),
  },
}
