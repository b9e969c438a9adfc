/** What an instance on Discord is configured with. */

import * as z from 'zod'
import type { Field } from '../../../../src-shared/contract/fields.ts'

/** The secret fields, as they are kept. The key that Discord signs with is no secret; it is learned with the token. */
export const TOKEN = 'discordBotToken'
export const PUBLIC_KEY = 'discordPublicKey'

const ID_WRONG = 'Enter the ID as Discord copies it: 15 to 21 digits.'
const IDS_WRONG = 'Enter IDs as Discord copies them, with commas between them.'

const snowflake = z
  .string()
  .trim()
  .refine((text) => text === '' || /^\d{15,21}$/.test(text), ID_WRONG)
  .default('')

const snowflakes = z
  .string()
  .trim()
  .max(2000)
  .refine(
    (text) =>
      text
        .split(/[\s,;]+/)
        .filter((id) => id !== '')
        .every((id) => /^\d{15,21}$/.test(id)),
    IDS_WRONG,
  )
  .default('')

export const settingsSchema = z.object({
  discordClientId: snowflake,
  /** Nothing of other servers is answered or kept; direct messages are. */
  discordGuildId: snowflake,
  /** Where the test message of the wizard goes. */
  discordDefaultChannelId: snowflake,
  discordSlashCommandsEnabled: z.boolean().default(true),
  discordVoiceEnabled: z.boolean().default(false),
  /** Users and roles whose words take a conversation over; empty: whoever installed the bot, and owners of servers. */
  staff: snowflakes,
  /** Set by Disconnect. */
  paused: z.boolean().default(false),
  /** The bot, as it was last seen. */
  botUserId: z.string().nullable().default(null),
})

export type DiscordSettings = z.infer<typeof settingsSchema>

export const fields: Field[] = [
  {
    name: TOKEN,
    label: 'Bot token',
    help: 'On the page "Bot" of your application, button "Reset Token".',
    kind: 'secret',
    required: true,
  },
  {
    name: 'discordGuildId',
    label: 'Server ID',
    help: 'Only if the bot is to answer in this one server. Empty: in every server that it is in.',
    kind: 'text',
    required: false,
    advanced: true,
  },
  {
    name: 'staff',
    label: 'Your team on Discord',
    help: 'IDs of users and roles, with commas between them. When one of them writes in a channel, the agent leaves it to that person. Empty: you, as the owner of the bot or the server.',
    kind: 'text',
    required: false,
    advanced: true,
  },
  {
    name: 'discordSlashCommandsEnabled',
    label: 'Slash commands',
    help: 'Offers /ask, /status and /help in Discord.',
    kind: 'boolean',
    required: false,
    advanced: true,
  },
  {
    name: 'discordDefaultChannelId',
    label: 'Channel ID for the test message',
    help: 'Where a test message goes. Empty: to you, as a direct message.',
    kind: 'text',
    required: false,
    advanced: true,
  },
  {
    name: 'discordClientId',
    label: 'Application ID',
    help: 'Found out by the token: nothing to enter.',
    kind: 'text',
    required: false,
    advanced: true,
  },
]

export const listedIds = (text: string): string[] => text.split(/[\s,;]+/).filter((id) => id !== '')
