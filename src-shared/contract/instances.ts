import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { HOUSE_PROFILE_ID } from '../house-profile.ts'
import { agentKindSchema } from './agents.ts'
import { answerCacheSchema } from './answer-cache.ts'
import {
  answerStreamingSchema,
  fallbackTextsSchema,
  handOverSchema,
  spendingLimitSchema,
  stillWorkingSchema,
  whenInterruptedSchema,
} from './answering.ts'
import { displayNameSchema, instanceNameSchema, patchOf, timestampSchema } from './common.ts'
import { agentContextSchema } from './context.ts'
import { fieldSchema } from './fields.ts'
import { healthPolicySchema } from './number-health.ts'
import { routingSchema } from './routing.ts'
import { mediaTextSettingsSchema } from './text-of-media.ts'

const slugSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/)

/** The kind of account (`whatsapp`, `simulator`, …). An open list: each channel declares its own, see {@link channelTypeSchema}. */
export const channelKindSchema = slugSchema
export type ChannelKind = z.infer<typeof channelKindSchema>

/** How the channel is reached where there is more than one way; null where there is just one. */
export const channelProviderSchema = slugSchema.nullable()
export type ChannelProvider = z.infer<typeof channelProviderSchema>

export const connectionStateSchema = z.enum([
  'disconnected',
  'connecting',
  /** A QR code or pairing code waits for the phone. */
  'pairing',
  'connected',
  /** Needs a person: wrong key, licence missing, logged out. `message` says what to do. */
  'error',
])
export type ConnectionState = z.infer<typeof connectionStateSchema>

/** The QR code in force. `image` is a PNG data URL. */
export const qrSchema = z.object({
  image: z.string(),
  pairingCode: z.string().nullable(),
  /** When this code stops working; null if the platform does not say. */
  expiresAt: timestampSchema.nullable(),
})
export type Qr = z.infer<typeof qrSchema>

export const connectionSchema = z.object({
  state: connectionStateSchema,
  /** One plain sentence for the screen; null when there is nothing to say. */
  message: z.string().nullable(),
  /** The connected account, as the platform names it: number, handle or id. */
  account: z.string().nullable(),
  profileName: z.string().nullable(),
  profilePictureUrl: z.string().nullable(),
  qr: qrSchema.nullable(),
  /**
   * The platform brings this account's messages to another program, at this address. Omni stays out until somebody
   * connects with `replaceWebhook`. Null while nobody else has them.
   */
  foreignWebhook: z.string().nullable(),
  /**
   * The link by which somebody lets the account into a server or workspace, and the same as a QR code (a PNG data URL).
   * Null where there is nothing to be let into.
   */
  invite: z.object({ url: z.string(), image: z.string() }).nullable(),
  since: timestampSchema,
})
export type Connection = z.infer<typeof connectionSchema>

/** Texts that the built-in `house` agent answers from. Of an empty field nothing is said. */
export const houseTextsSchema = z.object({
  greeting: z.string().max(4000).default(''),
  openingHours: z.string().max(4000).default(''),
  address: z.string().max(4000).default(''),
  priceList: z.string().max(20_000).default(''),
  /** Said when nothing fits, and the conversation is handed to a person. */
  handover: z.string().max(4000).default(''),
  faqs: z
    .array(z.object({ question: z.string().max(1000), answer: z.string().max(4000) }))
    .max(200)
    .default([]),
  /** Says a plain greeting, thanks and that somebody will answer, in the customer's language, where no text of the owner says it. */
  simpleGreeting: z.boolean().default(false),
})
export type HouseTexts = z.infer<typeof houseTextsSchema>

export type { FallbackTexts } from './answering.ts'

/** A group that is answered: when the account is mentioned, or always. */
export const answeredGroupSchema = z.object({
  chatId: z.string().min(1).max(200),
  /** As it was called when it was picked. */
  name: z.string().max(200),
  when: z.enum(['mention', 'always']).default('mention'),
})
export type AnsweredGroup = z.infer<typeof answeredGroupSchema>

/**
 * `readable`: at blank lines, where the text is longer than a message that is easy to read; `paragraphs`: at each
 * blank line, as Omni v1 did; `never`: only where the channel takes no more.
 */
export const splittingSchema = z.enum(['readable', 'paragraphs', 'never'])
export type Splitting = z.infer<typeof splittingSchema>

/** Whoever answers on the account's own phone takes the conversation over for so long. */
export const phoneTakeoverSchema = z.object({
  isOn: z.boolean().default(true),
  minutes: z.number().int().min(1).max(10_080).default(30),
})

export const behaviourSchema = z.object({
  /** A burst of messages becomes one turn after this much silence; 0 turns gathering off. */
  gatherWindowMs: z.number().int().min(0).max(60_000).default(1000),
  /** The longest a burst may be held, counted from its first message. */
  gatherWindowMaxMs: z.number().int().min(0).max(300_000).default(10_000),
  /** How a text becomes messages. */
  splitting: splittingSchema.default('readable'),
  /** The pause between the parts of one answer is drawn from this range. */
  splitPauseMinMs: z.number().int().min(0).max(60_000).default(300),
  splitPauseMaxMs: z.number().int().min(0).max(60_000).default(1000),
  showTyping: z.boolean().default(true),
  sendReadReceipts: z.boolean().default(true),
  /** `named`: only the groups of `answeredGroups`, each as it says there. */
  groupMode: z.enum(['never', 'mention', 'named', 'always']).default('mention'),
  answeredGroups: z.array(answeredGroupSchema).max(500).default([]),
  /** What came while the computer was away: each chat gets one answer, or is only listed as waiting for a person. */
  catchUp: z.enum(['answer', 'list']).default('answer'),
  /** Missed messages older than this are left to a person, even with `answer`. */
  catchUpMinutes: z.number().int().min(1).max(10_080).default(15),
  phoneTakeover: phoneTakeoverSchema.prefault({}),
  accessMode: z.enum(['open', 'allowlist', 'blocklist']).default('open'),
  /** Said to denied senders; empty is silence. */
  deniedText: z.string().max(4000).default(''),
  /** A conversation without messages for this long starts a new agent session. */
  sessionTimeoutMs: z.number().int().min(60_000).default(3_600_000),
  /** Put before every agent session name, so that two installations can share one agent. */
  sessionPrefix: z.string().max(100).default(''),
  context: agentContextSchema.prefault({}),
  mediaText: mediaTextSettingsSchema.prefault({}),
  /** The agent's answers wait for a person's approval instead of being sent. */
  answersNeedApproval: z.boolean().default(false),
  streaming: answerStreamingSchema.default('auto'),
  whenInterrupted: whenInterruptedSchema.default('finish'),
  fallback: fallbackTextsSchema.prefault({}),
  handOver: handOverSchema.prefault({}),
  stillWorking: stillWorkingSchema.prefault({}),
  spendingLimit: spendingLimitSchema.prefault({}),
  answerCache: answerCacheSchema.prefault({}),
  /** Of channels that restrict and ban numbers; others send as they like. */
  health: healthPolicySchema.prefault({}),
})
export type Behaviour = z.infer<typeof behaviourSchema>

export const channelTypeSchema = z.object({
  channel: channelKindSchema,
  provider: channelProviderSchema,
  /** Which picture the panel shows; one that it does not have becomes a neutral one. */
  icon: z.string().max(40),
  /** What people call it where there is little room: "WhatsApp". */
  name: z.string(),
  /** What it is called among the choices: "WhatsApp (Evolution API)". */
  label: z.string(),
  description: z.string(),
  /** What the ids are called that its people are known by; what people know each other by comes first. */
  ids: z.array(z.object({ kind: z.string(), label: z.string() })),
  /** Its set-up form: the wizard draws it. */
  fields: z.array(fieldSchema),
  /** What is to be made at the platform before the form can be filled in: its page there, and a text to paste. */
  preparation: z
    .object({
      description: z.string(),
      page: z.object({ label: z.string(), url: z.url() }),
      paste: z.object({ label: z.string(), value: z.string() }).optional(),
    })
    .optional(),
  /** How an account is linked: by a code for the phone, or by the fields alone. */
  linking: z.enum(['qr', 'none']),
  /** No customer is on it: it answers from the start, with the samples of the panel. */
  isForTrying: z.boolean().optional(),
  /** The one to offer first, and to say so. */
  isRecommended: z.boolean().optional(),
  /** What a person must have read and accepted before an account is linked; kept as the setting `isAcknowledged`. */
  acknowledgement: z.object({ title: z.string(), paragraphs: z.array(z.string()), confirm: z.string() }).optional(),
  /** What a person in the panel can do on it. */
  offers: z.object({
    files: z.boolean(),
    reactions: z.boolean(),
    /** For how long after sending a text can be changed; absent: not at all. */
    editMinutes: z.number().int().optional(),
    /** … and a message be taken back from everybody. */
    deleteMinutes: z.number().int().optional(),
    /** A message to whoever sets it up, to see that it can speak. */
    testMessage: z.boolean().optional(),
  }),
})
export type ChannelType = z.infer<typeof channelTypeSchema>

export const instanceSchema = z.object({
  name: instanceNameSchema,
  displayName: displayNameSchema,
  channel: channelKindSchema,
  provider: channelProviderSchema,
  isActive: z.boolean(),
  /** Whether customers get answers. While not, what they write waits for a person. */
  isAnswering: z.boolean(),
  isDefault: z.boolean(),
  /** The channel's own, non-secret fields (for Evolution: `url`, `remoteName`, …). */
  settings: z.record(z.string(), z.unknown()),
  /** For every secret field of the channel: is one saved? The secret itself is never sent. */
  hasSecrets: z.record(z.string(), z.boolean()),
  /** Who answers. */
  agent: z.object({ profileId: z.string(), name: z.string(), kind: agentKindSchema }),
  behaviour: behaviourSchema,
  routing: routingSchema,
  house: houseTextsSchema,
  /** Where its platform calls; null for a channel that is not called. */
  webhookUrl: z.string().nullable(),
  /** The header in which it shows Omni's secret; null where it signs with its own, or does not call. */
  webhookSecretHeader: z.string().nullable(),
  acceptsUnsignedWebhooks: z.boolean(),
  connection: connectionSchema,
  /** The account's session on its server was made by others, who may use it too: removing and logging out ask for it by name. */
  isAdopted: z.boolean(),
  lastMessageAt: timestampSchema.nullable(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type Instance = z.infer<typeof instanceSchema>

export const createInstanceSchema = z.object({
  name: instanceNameSchema,
  /** Absent: the same as `name`. */
  displayName: displayNameSchema.optional(),
  /** Absent: nobody is answered before somebody says so, but in a channel that is there to try things out. */
  isAnswering: z.boolean().optional(),
  channel: channelKindSchema,
  provider: channelProviderSchema.default(null),
  settings: z.record(z.string(), z.unknown()).default({}),
  /** Secret fields of the channel; write-only. */
  secrets: z.record(z.string(), z.string()).default({}),
  agentProfileId: z.string().max(100).default(HOUSE_PROFILE_ID),
  /** What is left out is as the channel would have it. */
  behaviour: patchOf(behaviourSchema).prefault({}),
  routing: routingSchema.prefault({}),
  house: houseTextsSchema.prefault({}),
})
export type CreateInstance = z.infer<typeof createInstanceSchema>

export const updateInstanceSchema = z.object({
  name: instanceNameSchema,
  displayName: displayNameSchema.optional(),
  isActive: z.boolean().optional(),
  isAnswering: z.boolean().optional(),
  /**
   * Another way to the same kind of channel: conversations, people and rules stay; the account has to be
   * linked again. Settings that the new way does not know are dropped.
   */
  provider: channelProviderSchema.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Only the given secrets change; null clears one. */
  secrets: z.record(z.string(), z.string().nullable()).optional(),
  agentProfileId: z.string().max(100).optional(),
  behaviour: patchOf(behaviourSchema).optional(),
  /** The whole of it. */
  routing: routingSchema.optional(),
  house: patchOf(houseTextsSchema).optional(),
  acceptsUnsignedWebhooks: z.boolean().optional(),
})
export type UpdateInstance = z.infer<typeof updateInstanceSchema>

/** How an instance has been doing: for its card. */
export const instanceActivitySchema = z.object({
  instanceName: instanceNameSchema,
  /** Messages received in each of the last 24 hours by the clock of the asker, and those left without an answer; the last hour is not over. */
  hours: z.array(z.object({ from: timestampSchema, received: z.number().int(), failed: z.number().int() })),
  /** The agent failed so often in a row that it is left alone for a while. */
  isAgentFailing: z.boolean(),
  /** When the platform last called the webhook address, since Omni started; null if it did not, or never does. */
  lastWebhookCallAt: timestampSchema.nullable(),
})
export type InstanceActivity = z.infer<typeof instanceActivitySchema>

const byName = z.object({ name: instanceNameSchema })

export const instancesContract = {
  types: oc.output(z.array(channelTypeSchema)),
  list: oc.output(z.array(instanceSchema)),
  /** `timeZone`: IANA name; an unknown one counts as UTC. */
  activity: oc.input(z.object({ timeZone: z.string().max(100).default('UTC') })).output(z.array(instanceActivitySchema)),
  get: oc.input(byName).output(instanceSchema),
  create: oc.input(createInstanceSchema).output(instanceSchema),
  update: oc.input(updateInstanceSchema).output(instanceSchema),
  /**
   * Removes the instance, its rows and, with `onPlatform`, the account's session on its server, if Omni made it; with
   * `evenIfAdopted`, whoever made it.
   */
  remove: oc
    .input(byName.extend({ onPlatform: z.boolean().default(true), evenIfAdopted: z.boolean().default(false) }))
    .output(z.object({ removed: z.literal(true) })),
  connect: oc
    /** With a phone number (digits) the platform is asked for a pairing code next to the QR code. */
    .input(
      byName.extend({
        phoneNumber: z
          .string()
          .regex(/^\d{6,15}$/)
          .optional(),
        /** Take the place of the `foreignWebhook`, now and whenever it is found at that address again. */
        replaceWebhook: z.boolean().default(false),
      }),
    )
    .output(connectionSchema),
  disconnect: oc.input(byName).output(connectionSchema),
  restart: oc.input(byName).output(connectionSchema),
  logout: oc.input(byName).output(connectionSchema),
  /** Has the account say this where its settings have test messages go, else to whoever made it. Only where its type offers it. */
  sendTest: oc.input(byName.extend({ text: z.string().min(1).max(1000) })).output(z.object({ sent: z.literal(true) })),
  setDefault: oc.input(byName).output(instanceSchema),
  /** The connection from now on: the first event is the present state. Ends when the caller stops. */
  watchConnection: oc.input(byName).output(eventIterator(connectionSchema)),
  /** The picture at the connection's `profilePictureUrl` (`url`, so that a new one is asked for), as a data URL. */
  profilePicture: oc.input(byName.extend({ url: z.string().max(4000) })).output(z.object({ image: z.string().nullable() })),
}
