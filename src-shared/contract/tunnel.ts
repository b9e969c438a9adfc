/** The one switch "Reachable from the internet": how it is set up, and what became of it. */
import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'
import { fieldSchema } from './fields.ts'

/** One way to be reachable, which declares its own form. */
export const tunnelProviderSchema = z.object({
  /** `ngrok`, `ssh`, `cloudflared`, `own-address`. */
  id: z.string().max(40),
  name: z.string(),
  /** One sentence: what it is, and what one needs for it. */
  description: z.string(),
  fields: z.array(fieldSchema),
  /** Why it cannot be chosen on this computer, in one sentence; null when it can. */
  unavailable: z.string().nullable(),
})
export type TunnelProviderType = z.infer<typeof tunnelProviderSchema>

/** What the newest proof found: a call to the public address that must come back here. */
export const tunnelProofSchema = z.object({
  result: z.enum([
    'ok',
    /** No answer from here; whether others get one cannot be told from this computer. */
    'not_from_here',
    /** The address is one of this computer, for itself alone. */
    'only_here',
    /** Something else answers at this address. */
    'somebody_else',
    'failed',
  ]),
  message: z.string(),
  at: timestampSchema,
})
export type TunnelProof = z.infer<typeof tunnelProofSchema>

/** An account whose platform has to be told the address by a person. */
export const tunnelPasteSchema = z.object({
  instanceName: z.string(),
  displayName: z.string(),
  channel: z.string(),
  /** What the field is called at the platform, and where it is: "Interactions Endpoint URL, under General Information". */
  field: z.string(),
  address: z.string(),
})

export const tunnelStatusSchema = z.object({
  isOn: z.boolean(),
  state: z.enum([
    'off',
    'opening',
    /** It is up; whether calls arrive is being tried. */
    'proving',
    'up',
    /** It was lost, or never came up, and is tried again at `retryAt`. */
    'retrying',
    /** Needs a person: `message` says what to do. Nothing is tried any more. */
    'failed',
  ]),
  /** Without a path; null while there is none. */
  publicUrl: z.string().nullable(),
  /** One plain sentence; null when all is well. */
  message: z.string().nullable(),
  since: timestampSchema,
  retryAt: timestampSchema.nullable(),
  proof: tunnelProofSchema.nullable(),
  /** The newest genuine call of a platform that came through it. */
  lastCallAt: timestampSchema.nullable(),
  callsToday: z.number().int(),
  refusedToday: z.number().int(),
  /** The newest thing that went wrong, kept after it is over. */
  lastError: z.object({ message: z.string(), at: timestampSchema }).nullable(),
  /** How much of what the provider's plan allows is used; null where that is not known. */
  quota: z.object({ used: z.number(), limit: z.number(), what: z.string() }).nullable(),
  toPaste: z.array(tunnelPasteSchema),
})
export type TunnelStatus = z.infer<typeof tunnelStatusSchema>

export const tunnelSetupSchema = z.object({
  isOn: z.boolean(),
  providerId: z.string().max(40),
  /** Non-secret fields by provider. */
  settings: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** Secret fields by provider: is one saved? */
  hasSecrets: z.record(z.string(), z.record(z.string(), z.boolean())),
  providers: z.array(tunnelProviderSchema),
})
export type TunnelSetup = z.infer<typeof tunnelSetupSchema>

/** One call that came through the public address, newest first; kept in memory. */
export const tunnelCallSchema = z.object({
  id: z.string(),
  at: timestampSchema,
  method: z.string(),
  /** Without its query. */
  path: z.string(),
  statusCode: z.number().int(),
  durationMs: z.number(),
  sizeBytes: z.number().int().nullable(),
})
export type TunnelCall = z.infer<typeof tunnelCallSchema>

export const tunnelContract = {
  setup: oc.output(tunnelSetupSchema),
  status: oc.output(tunnelStatusSchema),
  calls: oc.output(z.array(tunnelCallSchema)),
  /**
   * Saves fields of one way, and chooses it. A secret that is left out stays, null removes it. Errors:
   * `bad_request` with `details.field`. While it is on, it is opened again.
   */
  save: oc
    .input(
      z.object({
        providerId: z.string().max(40),
        settings: z.record(z.string(), z.unknown()).default({}),
        secrets: z.record(z.string(), z.string().nullable()).default({}),
      }),
    )
    .output(tunnelSetupSchema),
  /** Resolves at once; what becomes of it is told by `tunnel.changed`. Errors: `bad_request` with `details.field` where one is missing. */
  turn: oc.input(z.object({ isOn: z.boolean() })).output(tunnelStatusSchema),
  /** Calls the public address now. Errors: `conflict` while there is none. */
  prove: oc.output(tunnelStatusSchema),
  /** The server's new key is its owner's doing: trust it from now on. */
  trustHostKey: oc.output(tunnelStatusSchema),
}
