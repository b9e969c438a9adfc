import { oc } from '@orpc/contract'
import * as z from 'zod'
import { HOUSE_PROFILE_ID } from '../house-profile.ts'
import { channelKindSchema, channelProviderSchema, houseTextsSchema } from './instances.ts'

/** The screens of the wizard, one question each, in their order; a channel needs some of them. */
export const setupScreenSchema = z.enum(['channel', 'name', 'account', 'link', 'agent', 'try'])
export type SetupScreen = z.infer<typeof setupScreenSchema>

/**
 * What was entered in the wizard so far, and where one is. Kept in the hub, so that a reload, another
 * window or a restart goes on from there. Nothing secret is in it.
 */
export const setupDraftSchema = z.object({
  screen: setupScreenSchema,
  channel: channelKindSchema.nullable(),
  provider: channelProviderSchema,
  displayName: z.string().max(600).default(''),
  name: z.string().max(200),
  settings: z.record(z.string(), z.unknown()),
  /** The instance, once it was created; from then on the wizard changes it. */
  createdName: z.string().max(64).nullable(),
  agentProfileId: z.string().max(100).default(HOUSE_PROFILE_ID),
  /** What the owner has written: the samples that the panel shows are not in it. */
  house: houseTextsSchema,
})
export type SetupDraft = z.infer<typeof setupDraftSchema>

/** What a new installation has left to do. Each is done for good once the facts said so. */
export const checklistItemSchema = z.object({
  key: z.enum([
    /** A real account is connected. */
    'account',
    /** Somebody or something is set up to answer. */
    'agent',
    /** An answer was given, in the simulator or to a customer. */
    'answer',
    /** A customer on a real account was answered. */
    'customer',
    /** The recovery phrase is written down. */
    'phrase',
  ]),
  isDone: z.boolean(),
})
export type ChecklistItem = z.infer<typeof checklistItemSchema>

export const setupContract = {
  /** Null when nothing was begun, or it was finished. */
  get: oc.output(setupDraftSchema.nullable()),
  /** Replaces the draft. `windowId` tells the window that saved it from the others, which are notified. */
  save: oc.input(z.object({ draft: setupDraftSchema, windowId: z.string().max(100) })).output(z.object({ saved: z.literal(true) })),
  /** Forgets the draft: it was finished, or is started over. */
  forget: oc.input(z.object({ windowId: z.string().max(100) })).output(z.object({ forgotten: z.literal(true) })),
  /** Home is shown from now on. What was entered stays, and can be continued from the checklist. */
  endFirstRun: oc.output(z.object({ ended: z.literal(true) })),
  hideChecklist: oc.output(z.object({ hidden: z.literal(true) })),
}
