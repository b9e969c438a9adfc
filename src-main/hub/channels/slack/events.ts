/** Slack's events, as far as they are read. Source: docs.slack.dev, "Events API" and the reference of each event. */
import * as z from 'zod'

const fileSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  /** `tombstone` and `hidden_by_limit` have no content, `external` lies elsewhere. */
  mode: z.string().nullish(),
  subtype: z.string().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
  duration_ms: z.number().nullish(),
  original_w: z.number().nullish(),
  original_h: z.number().nullish(),
})
export type SlackFile = z.infer<typeof fileSchema>

const TS = z.string().regex(/^\d{1,12}\.\d{1,8}$/)

export const messageSchema = z.looseObject({
  ts: TS,
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
  username: z.string().nullish(),
  subtype: z.string().nullish(),
  text: z.string().nullish(),
  thread_ts: TS.nullish(),
  parent_user_id: z.string().nullish(),
  edited: z.looseObject({ ts: TS }).nullish(),
  files: z.array(fileSchema).nullish(),
  hidden: z.boolean().nullish(),
})
export type SlackMessage = z.infer<typeof messageSchema>

/** A message event says where it was written; a message of a history does not. */
export const messageEventSchema = messageSchema.extend({
  channel: z.string(),
  channel_type: z.string().nullish(),
  event_ts: z.string().nullish(),
  message: messageSchema.nullish(),
  previous_message: messageSchema.nullish(),
  deleted_ts: TS.nullish(),
})
export type SlackMessageEvent = z.infer<typeof messageEventSchema>

export const reactionEventSchema = z.looseObject({
  user: z.string(),
  reaction: z.string(),
  item: z.looseObject({ type: z.string(), channel: z.string().nullish(), ts: TS.nullish() }),
  event_ts: z.string().nullish(),
})

export const envelopeSchema = z.looseObject({
  type: z.string(),
  team_id: z.string().nullish(),
  context_team_id: z.string().nullish(),
  api_app_id: z.string().nullish(),
  event_id: z.string().nullish(),
  event: z.looseObject({ type: z.string() }).nullish(),
})
export type SlackEnvelope = z.infer<typeof envelopeSchema>
