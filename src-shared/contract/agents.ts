import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, patchOf, timestampSchema } from './common.ts'
import { fieldSchema } from './fields.ts'

/** The kind of back end (`house`, `openai`, …). An open list: each back end declares itself, see {@link agentTypeSchema}. */
export const agentKindSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/)
export type AgentKind = z.infer<typeof agentKindSchema>

/** A kind of agent, as it declares itself: the panel draws its form and needs to know no kind by name. */
export const agentTypeSchema = z.object({
  kind: agentKindSchema,
  /** What it is called among the choices. */
  name: z.string(),
  description: z.string(),
  fields: z.array(fieldSchema),
  /** Well-known addresses: choosing one fills these fields in. */
  presets: z.array(z.object({ name: z.string(), settings: z.record(z.string(), z.unknown()) })),
  offers: z.object({
    /** Words come as they are written. */
    streaming: z.boolean(),
    /** It can tell which agents or models it has: its `listed` fields are then filled from there. */
    list: z.boolean(),
    /** It can be handed pictures to look at, if its model can. */
    images: z.boolean(),
    /** Its server can turn texts into numbers that tell how alike they are. */
    embeddings: z.boolean().optional(),
    /** Its server can put recordings into words. */
    transcription: z.boolean(),
  }),
})
export type AgentType = z.infer<typeof agentTypeSchema>

export const agentFlagsSchema = z.object({
  /** Its answers may depend on who asks, so one person's answer is never given to another. */
  usesPersonalData: z.boolean().default(true),
  /** Pictures are handed over to it. */
  takesImages: z.boolean().default(false),
  /** What no longer fits into the history is told in a summary that a machine writes. */
  summarizes: z.boolean().default(false),
  /** Which saved agent writes it; null: this one itself. One that is gone counts as null. */
  summaryProfileId: z.string().max(100).nullable().default(null),
})
export type AgentFlags = z.infer<typeof agentFlagsSchema>

export const agentHealthSchema = z.object({
  /** By its last call; `unknown` until there was one. */
  state: z.enum(['unknown', 'ok', 'failing']),
  lastOkAt: timestampSchema.nullable(),
  /** The last failure in one plain sentence; kept after it works again. */
  lastError: z.object({ message: z.string(), at: timestampSchema }).nullable(),
})
export type AgentHealth = z.infer<typeof agentHealthSchema>

const profileName = z.string().trim().min(1).max(100)
const timeoutMs = z.number().int().min(1000).max(600_000)
/** The back end's own non-secret fields; it checks them itself. */
const settings = z.record(z.string(), z.unknown())

/** Who answers: saved once, used by as many instances as wanted. */
export const agentProfileSchema = z.object({
  id: z.string(),
  name: profileName,
  kind: agentKindSchema,
  settings,
  /** For every secret field of the kind: is one saved? The secret itself is never sent. */
  hasSecrets: z.record(z.string(), z.boolean()),
  /** For one try. */
  timeoutMs,
  flags: agentFlagsSchema,
  health: agentHealthSchema,
  /** The instances that it answers for. */
  usedBy: z.array(instanceNameSchema),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type AgentProfile = z.infer<typeof agentProfileSchema>

export const createAgentProfileSchema = z.object({
  name: profileName,
  kind: agentKindSchema,
  settings: settings.default({}),
  /** Write-only. */
  secrets: z.record(z.string().max(100), z.string().max(2000)).default({}),
  timeoutMs: timeoutMs.default(60_000),
  flags: agentFlagsSchema.prefault({}),
  /** Its secrets, and of the same kind its settings, are taken from this one, as far as they are not given. */
  copyOf: z.string().max(100).optional(),
})
export type CreateAgentProfile = z.infer<typeof createAgentProfileSchema>

export const updateAgentProfileSchema = z.object({
  id: z.string().max(100),
  name: profileName.optional(),
  settings: settings.optional(),
  /** Only the given secrets change; null clears one. */
  secrets: z.record(z.string().max(100), z.string().max(2000).nullable()).optional(),
  timeoutMs: timeoutMs.optional(),
  flags: patchOf(agentFlagsSchema).optional(),
})
export type UpdateAgentProfile = z.infer<typeof updateAgentProfileSchema>

/** An agent as it is on the screen, saved or not. What is not given is as it is saved in `id`. */
export const agentOnTrySchema = z.object({
  id: z.string().max(100).optional(),
  kind: agentKindSchema,
  settings: settings.default({}),
  /** Null: none, whatever is saved. */
  secrets: z.record(z.string().max(100), z.string().max(2000).nullable()).default({}),
  timeoutMs: timeoutMs.optional(),
})
export type AgentOnTry = z.infer<typeof agentOnTrySchema>

/** One thing to choose: an agent, a team, a workflow, a model. */
export const agentChoiceSchema = z.object({
  value: z.string(),
  label: z.string(),
  /** What choosing it sets besides the field itself (an agent and a team are asked in different ways). */
  settings: z.record(z.string(), z.unknown()).optional(),
})
export type AgentChoice = z.infer<typeof agentChoiceSchema>

const byId = z.object({ id: z.string().max(100) })

export const agentsContract = {
  types: oc.output(z.array(agentTypeSchema)),
  list: oc.output(z.array(agentProfileSchema)),
  create: oc.input(createAgentProfileSchema).output(agentProfileSchema),
  update: oc.input(updateAgentProfileSchema).output(agentProfileSchema),
  /** `conflict` while an instance uses it. */
  remove: oc.input(byId).output(z.object({ removed: z.literal(true) })),
  /** Asks it something harmless. `ok: false` carries the reason in a plain sentence. */
  test: oc.input(agentOnTrySchema).output(z.object({ ok: z.boolean(), message: z.string(), durationMs: z.number() })),
  /** What its server has to choose from, for its `listed` field. Fails in a plain sentence. */
  choices: oc.input(agentOnTrySchema).output(z.array(agentChoiceSchema)),
}
