/** What an instance on Slack is configured with. */
import * as z from 'zod'
import type { Field } from '../../../../src-shared/contract/fields.ts'

/** The secret fields, as they are kept. */
export const BOT_TOKEN = 'slackBotToken'
export const APP_TOKEN = 'slackAppToken'
export const SIGNING_SECRET = 'slackSigningSecret'

const IDS_WRONG = 'Enter member IDs as Slack copies them, with commas between them.'

const userIds = z
  .string()
  .trim()
  .max(2000)
  .overwrite((text) => listedIds(text).join(', '))
  .refine((text) => listedIds(text).every((id) => /^[UW][A-Z0-9]{2,30}$/.test(id)), IDS_WRONG)
  .default('')

export const settingsSchema = z.object({
  /** Found out with the token. Nothing of other workspaces is taken. */
  slackWorkspaceId: z.string().trim().max(40).default(''),
  /** Where an answer to a question in a channel goes. */
  replyIn: z.enum(['thread', 'channel']).default('thread'),
  /** People whose words take a thread over; empty: the owner of the workspace. */
  staff: userIds,
  /** Set by Disconnect. */
  paused: z.boolean().default(false),
  /** The app's own user, and the owner of the workspace, as they were last seen. */
  botUserId: z.string().nullable().default(null),
  botId: z.string().nullable().default(null),
  ownerId: z.string().nullable().default(null),
})

export type SlackSettings = z.infer<typeof settingsSchema>

/** As Slack copies them, and as people write mentions: `<@U0OWNER|ann>`, `@u0owner`. */
export function listedIds(text: string): string[] {
  return text
    .replaceAll(/\|[^<>]*>/g, '>')
    .split(/[\s,;<>]+/)
    .map((id) => id.replace(/^@/, '').toUpperCase())
    .filter((id) => id !== '')
}

export const fields: Field[] = [
  {
    name: BOT_TOKEN,
    label: 'Bot token',
    help: 'On the page of the app at api.slack.com/apps: "OAuth & Permissions", "Bot User OAuth Token". It begins with xoxb-.',
    kind: 'secret',
    required: true,
  },
  {
    name: APP_TOKEN,
    label: 'App token',
    help: 'There under "Basic Information", "App-Level Tokens": generate one with the permission connections:write. It begins with xapp-.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'replyIn',
    label: 'Answers in channels go',
    help: 'Left empty: into the thread.',
    kind: 'choice',
    required: false,
    advanced: true,
    options: [
      { value: 'thread', label: 'into the thread of the question' },
      { value: 'channel', label: 'into the channel' },
    ],
  },
  {
    name: 'staff',
    label: 'Your team on Slack',
    help: 'Member IDs, with commas between them. When one of them writes in a thread, the agent leaves it to that person. Empty: the owner of the workspace.',
    kind: 'text',
    required: false,
    advanced: true,
  },
  {
    name: SIGNING_SECRET,
    label: 'Signing secret',
    help: 'Only without an app token: Slack then calls this computer, which must be reachable from the internet. Under "Basic Information", "App Credentials".',
    kind: 'secret',
    required: false,
    advanced: true,
  },
]
