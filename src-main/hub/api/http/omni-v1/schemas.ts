/** The wire shapes of Omni v1, in its snake_case. Unknown fields are ignored, as v1 did. */
import * as z from 'zod'
import { displayNameSchema } from '../../../../../src-shared/contract/common.ts'
import { splittingSchema } from '../../../../../src-shared/contract/instances.ts'
import { V1_AGENT_TYPES } from '../../../answering/profiles/v1-fields.ts'
import { readDate } from './dates.ts'

const nullish = <T extends z.ZodType>(schema: T) => schema.nullish()
const text = (max = 4000) => z.string().max(max)

/** A yes or no in a query, in any case: Python writes `True`, shells `1`, people `yes`. */
export const booleanFlag = z.stringbool({ truthy: ['true', 'yes', 'on', '1'], falsy: ['false', 'no', 'off', '0'] })
/** In a body; v1 took the same words there. */
export const flag = z.union([z.boolean(), booleanFlag], { error: 'Use true or false.' })
/** v1 took numbers as text, too. */
const number = <T extends z.ZodType<number, number>>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value), schema)
const word = <const T extends readonly [string, ...string[]]>(words: T) => z.string().trim().toLowerCase().pipe(z.enum(words))

export const instanceNameParams = z.object({ name: z.string().max(200) })

export const houseTexts = z.object({
  greeting: text().optional(),
  opening_hours: text().optional(),
  address: text().optional(),
  price_list: text(20_000).optional(),
  handover: text().optional(),
  faqs: z
    .array(z.object({ question: text(1000), answer: text() }))
    .max(200)
    .optional(),
  /** Says a plain greeting, thanks and that somebody will answer, where no text says it. */
  simple_greeting: flag.optional(),
})

export const fallbackTexts = z.object({
  timeout: text().optional(),
  unreachable: text().optional(),
  error: text().optional(),
  empty: text().optional(),
  // Null: the text for `error` is said.
  invalid: text().nullish(),
  rate_limited: text().nullish(),
  budget: text().nullish(),
})

/** Answers of agents that are kept and given again; what is left out stays as it is. */
export const answerCache = z.object({
  is_on: flag.optional(),
  hours: number(z.number().int().min(1).max(720)).optional(),
  similar: z
    .object({
      profile_id: z.string().max(100).nullish(),
      model: text(200).optional(),
      threshold: z.number().min(0.8).max(1).optional(),
    })
    .optional(),
})

/** What the owner wrote for a question: said without asking an agent. The whole list. */
export const fixedTexts = z
  .array(
    z.object({
      id: z.string().min(1).max(100).optional(),
      is_on: flag.optional(),
      name: z.string().trim().min(1).max(80),
      phrases: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
      topic: z.string().trim().min(1).max(100).nullish(),
      text: z.string().trim().min(1).max(4000),
    }),
  )
  .max(100)

/** Every field of an instance that a client may write; `null` clears it. */
export const instanceFields = z.object({
  channel_type: nullish(text(40)),
  evolution_url: nullish(text(2000)),
  evolution_key: nullish(text(2000)),
  whatsapp_web_url: nullish(text(2000)),
  whatsapp_web_key: nullish(text(2000)),
  whatsapp_instance: nullish(text(200)),
  session_id_prefix: nullish(text(100)),
  webhook_base64: nullish(flag),
  phone_number: nullish(text(40)),
  auto_qr: nullish(flag),
  integration: nullish(text(60)),
  discord_bot_token: nullish(text(2000)),
  discord_client_id: nullish(text(200)),
  discord_guild_id: nullish(text(200)),
  discord_default_channel_id: nullish(text(200)),
  discord_voice_enabled: nullish(flag),
  discord_slash_commands_enabled: nullish(flag),
  slack_bot_token: nullish(text(2000)),
  slack_app_token: nullish(text(2000)),
  slack_signing_secret: nullish(text(2000)),
  slack_workspace_id: nullish(text(200)),
  agent_api_url: nullish(text(2000)),
  agent_api_key: nullish(text(2000)),
  agent_id: nullish(text(200)),
  default_agent: nullish(text(200)),
  agent_type: nullish(word(V1_AGENT_TYPES)),
  agent_instance_type: nullish(text(60)),
  agent_timeout: nullish(number(z.number().min(1).max(600))),
  agent_stream_mode: nullish(flag),
  enable_auto_split: nullish(flag),
  message_splitting: nullish(splittingSchema),
  is_default: nullish(flag),
  is_active: nullish(flag),
  is_answering: nullish(flag),
  display_name: nullish(displayNameSchema),
  message_debounce_ms: nullish(number(z.number().int().min(0).max(60_000))),
  message_debounce_max_ms: nullish(number(z.number().int().min(0).max(300_000))),
  access_mode: nullish(word(['open', 'allowlist', 'blocklist'])),
  group_mode: nullish(word(['never', 'mention', 'named', 'always'])),
  fallback_texts: nullish(fallbackTexts),
  house_texts: nullish(houseTexts),
  answer_cache: nullish(answerCache),
  fixed_texts: nullish(fixedTexts),
  /** Seconds without a message until a session begins from nothing. */
  session_timeout: nullish(number(z.number().min(60).max(31_536_000))),
  /** Minutes for which whoever answers on the phone has the conversation; 0: never. */
  phone_takeover: nullish(number(z.number().int().min(0).max(10_080))),
  accepts_unsigned_webhooks: nullish(flag),
  default_agent_url: nullish(text(2000)),
  default_agent_key: nullish(text(2000)),
  technical_agent_url: nullish(text(2000)),
  technical_agent_key: nullish(text(2000)),
  billing_agent_url: nullish(text(2000)),
  billing_agent_key: nullish(text(2000)),
  sales_agent_url: nullish(text(2000)),
  sales_agent_key: nullish(text(2000)),
  routing_strategy: nullish(text(60)),
})
export type InstanceFields = z.infer<typeof instanceFields>

export const createInstanceBody = instanceFields.extend({ name: z.string().max(200) })

export const instanceAnswer = z.looseObject({
  id: z.number(),
  name: z.string(),
  channel_type: z.string(),
  is_default: z.boolean(),
  is_active: z.boolean(),
  is_answering: z.boolean(),
  display_name: z.string(),
  connection_status: z.string().nullable(),
  profile_name: z.string().nullable(),
  profile_pic_url: z.string().nullable(),
  owner_jid: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})

export const done = z.looseObject({ success: z.boolean(), message: z.string() })

/** Who a message goes to: a phone number in any notation, a JID, or a platform user id. */
const recipient = {
  phone_number: z.union([z.string(), z.number()]).nullish(),
  phone: z.union([z.string(), z.number()]).nullish(),
  user_id: z.string().max(200).nullish(),
}

/** `wait=false` answers as soon as the message is safe, not when it is sent. */
export const waitQuery = z.object({ wait: booleanFlag.default(true) })

/** The MCP client's name for a field; ours wins where both are given. */
const alsoCalled = <T extends z.ZodObject>(names: Record<string, string>, schema: T) =>
  z.preprocess((body) => {
    if (typeof body !== 'object' || body === null) return body
    const renamed: Record<string, unknown> = { ...body }
    for (const [alias, name] of Object.entries(names)) if (alias in renamed) renamed[name] ??= renamed[alias]
    return renamed
  }, schema)

const sendText = z.object({
  ...recipient,
  text: z.string().min(1).max(60_000),
  quoted_message_id: z.string().max(200).nullish(),
  mentioned: z.array(z.string().max(100)).max(1000).nullish(),
  mentions_everyone: flag.nullish(),
  split_message: flag.nullish(),
})
/** `message` is an alias of `text`. */
export const sendTextBody = alsoCalled({ message: 'text' }, sendText)

const base64 = z.string().max(80_000_000)
const link = z.string().max(4000)

export const sendMediaBody = z.object({
  ...recipient,
  media_type: z.enum(['image', 'video', 'document']),
  media_url: link.nullish(),
  media_base64: base64.nullish(),
  mime_type: z.string().max(200).nullish(),
  caption: z.string().max(4000).nullish(),
  filename: z.string().max(300).nullish(),
})
export const sendAudioBody = z.object({ ...recipient, audio_url: link.nullish(), audio_base64: base64.nullish() })
export const sendStickerBody = z.object({ ...recipient, sticker_url: link.nullish(), sticker_base64: base64.nullish() })
/** One line: the servers of some platforms write it into a vCard as it is, where the next line is another field. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((typed) => typed.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim())
/** As people write it, `www.` and all; of a scheme only what a browser opens as a page. */
const page = line(2000).refine(
  (typed) => /^https?:\/\/[^\s]+$/i.test(typed) || /^[^\s:/]*(\/[^\s]*)?$/.test(typed),
  'This is not a web address.',
)

export const sendContactBody = z.object({
  ...recipient,
  contacts: z
    .array(
      z.object({
        full_name: line(200).pipe(z.string().min(1)),
        phone_number: line(40).nullish(),
        email: line(200)
          .refine((typed) => typed === '' || /^[^\s@:]+@[^\s@:]+$/.test(typed), 'This is not an e-mail address.')
          .nullish(),
        organization: line(200).nullish(),
        url: page.nullish(),
      }),
    )
    .min(1)
    .max(50),
})
/** `emoji` is an alias of `reaction`. */
export const sendReactionBody = alsoCalled(
  { emoji: 'reaction' },
  z.object({ ...recipient, message_id: z.string().min(1).max(200), reaction: z.string().max(20) }),
)
export const fetchProfileBody = z.object(recipient)
export const updatePictureBody = z.object({ picture_url: link })

export const sendAnswer = z.object({
  success: z.boolean(),
  message_id: z.string().nullable(),
  status: z.enum(['sent', 'queued', 'failed']),
  error: z.string().nullable(),
})
/** Like every error it has a `detail`; a send that failed says the same in the shape of its answer. */
export const refusedSend = z.looseObject({
  detail: z.string(),
  success: z.literal(false).optional(),
  message_id: z.null().optional(),
  status: z.literal('failed').optional(),
  error: z.string().optional(),
})
export const doneAnswer = z.looseObject({ success: z.boolean(), status: z.literal('sent') })

export const unifiedMessage = z.object({
  id: z.string().max(200).optional(),
  /** The channel: whatsapp, discord, slack, … */
  source: z.string().max(40),
  tenant: z.string().max(200),
  content: z.object({
    text: z.string().max(60_000).default(''),
    media: z.array(z.string().max(4000)).max(20).default([]),
    metadata: z.record(z.string(), z.unknown()).default({}),
  }),
  timestamp: z
    .string()
    .max(60)
    .refine((text) => readDate(text) !== null, 'Not a date: use ISO 8601.')
    .optional(),
})

export const pageQuery = (max: number, fallback = 50) =>
  z.object({ page: z.coerce.number().int().min(1).default(1), page_size: z.coerce.number().int().min(1).max(max).default(fallback) })

export const traceQuery = z.object({
  phone: z.string().max(100).optional(),
  sender_phone: z.string().max(100).optional(),
  user_id: z.string().max(200).optional(),
  instance_name: z.string().max(200).optional(),
  trace_status: z.string().max(40).optional(),
  status: z.string().max(40).optional(),
  message_type: z.string().max(40).optional(),
  session_name: z.string().max(300).optional(),
  agent_session_id: z.string().max(300).optional(),
  has_media: booleanFlag.optional(),
  start_date: z.string().max(60).optional(),
  end_date: z.string().max(60).optional(),
  min_duration: z.coerce.number().min(0).optional(),
  all_time: booleanFlag.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})
export type TraceQuery = z.infer<typeof traceQuery>

export const accessRuleBody = z.object({
  phone_number: z.string().trim().min(1).max(100),
  rule_type: z.enum(['allow', 'block']),
  instance_name: z.string().max(200).nullish(),
  reason: z.string().max(500).nullish(),
})
export const accessControlBody = z.object({
  action: z.enum(['allow', 'block']),
  phone_number: z.string().trim().min(1).max(100),
  type: z.string().max(40).optional(),
  reason: z.string().max(500).nullish(),
})
export const accessCheckBody = z.object({ phone_number: z.string().trim().min(1).max(100), instance_name: z.string().max(200) })
