/** The wire shapes of Omni v1, in its snake_case. Unknown fields are ignored, as v1 did. */
import * as z from 'zod'
import { displayNameSchema } from '../../../../src-shared/contract/common.ts'
import { splittingSchema } from '../../../../src-shared/contract/instances.ts'
import { V1_AGENT_TYPES } from '../../agent-profiles/v1-fields.ts'

const nullish = <T extends z.ZodType>(schema: T) => schema.nullish()
const text = (max = 4000) => z.string().max(max)

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
})

export const fallbackTexts = z.object({
  timeout: text().optional(),
  unreachable: text().optional(),
  error: text().optional(),
  empty: text().optional(),
})

/** Every field of an instance that a client may write; `null` clears it. */
export const instanceFields = z.object({
  channel_type: nullish(text(40)),
  evolution_url: nullish(text(2000)),
  evolution_key: nullish(text(2000)),
  whatsapp_web_url: nullish(text(2000)),
  whatsapp_web_key: nullish(text(2000)),
  whatsapp_instance: nullish(text(200)),
  session_id_prefix: nullish(text(100)),
  webhook_base64: nullish(z.boolean()),
  phone_number: nullish(text(40)),
  auto_qr: nullish(z.boolean()),
  integration: nullish(text(60)),
  discord_bot_token: nullish(text(2000)),
  discord_client_id: nullish(text(200)),
  discord_guild_id: nullish(text(200)),
  discord_default_channel_id: nullish(text(200)),
  discord_voice_enabled: nullish(z.boolean()),
  discord_slash_commands_enabled: nullish(z.boolean()),
  slack_bot_token: nullish(text(2000)),
  slack_app_token: nullish(text(2000)),
  slack_signing_secret: nullish(text(2000)),
  slack_workspace_id: nullish(text(200)),
  agent_api_url: nullish(text(2000)),
  agent_api_key: nullish(text(2000)),
  agent_id: nullish(text(200)),
  default_agent: nullish(text(200)),
  agent_type: nullish(z.enum(V1_AGENT_TYPES)),
  agent_instance_type: nullish(text(60)),
  agent_timeout: nullish(z.number().min(1).max(600)),
  agent_stream_mode: nullish(z.boolean()),
  enable_auto_split: nullish(z.boolean()),
  message_splitting: nullish(splittingSchema),
  is_default: nullish(z.boolean()),
  is_active: nullish(z.boolean()),
  is_answering: nullish(z.boolean()),
  display_name: nullish(displayNameSchema),
  message_debounce_ms: nullish(z.number().int().min(0).max(60_000)),
  message_debounce_max_ms: nullish(z.number().int().min(0).max(300_000)),
  access_mode: nullish(z.enum(['open', 'allowlist', 'blocklist'])),
  group_mode: nullish(z.enum(['never', 'mention', 'named', 'always'])),
  fallback_texts: nullish(fallbackTexts),
  house_texts: nullish(houseTexts),
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

export const done = z.object({ success: z.boolean(), message: z.string() })

/** Who a message goes to: a phone number in any notation, a JID, or a platform user id. */
const recipient = {
  phone_number: z.union([z.string(), z.number()]).nullish(),
  phone: z.union([z.string(), z.number()]).nullish(),
  user_id: z.string().max(200).nullish(),
}

const booleanQuery = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')
export const booleanFlag = booleanQuery

/** `wait=false` answers as soon as the message is safe, not when it is sent. */
export const waitQuery = z.object({ wait: booleanQuery.default(true) })

export const sendTextBody = z.object({
  ...recipient,
  text: z.string().min(1).max(60_000),
  quoted_message_id: z.string().max(200).nullish(),
  mentioned: z.array(z.string().max(100)).max(1000).nullish(),
  mentions_everyone: z.boolean().nullish(),
  split_message: z.boolean().nullish(),
})

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
export const sendContactBody = z.object({
  ...recipient,
  contacts: z
    .array(
      z.object({
        full_name: z.string().min(1).max(200),
        phone_number: z.string().max(40).nullish(),
        email: z.string().max(200).nullish(),
        organization: z.string().max(200).nullish(),
        url: z.string().max(2000).nullish(),
      }),
    )
    .min(1)
    .max(50),
})
export const sendReactionBody = z.object({ ...recipient, message_id: z.string().min(1).max(200), reaction: z.string().max(20) })
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
    .refine((text) => !Number.isNaN(Date.parse(text)), 'Not a date: use ISO 8601.')
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
  has_media: booleanQuery.optional(),
  start_date: z.string().max(60).optional(),
  end_date: z.string().max(60).optional(),
  min_duration: z.coerce.number().min(0).optional(),
  all_time: booleanQuery.optional(),
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
