/**
 * Discord, by a bot of the shop's own.
 *
 * Known limits: voice channels (Discord demands end-to-end encryption there); reactions, edits and deletions of the time
 * in which the line was down; more than a thousand missed messages of one channel; who has which role is not known of
 * missed messages, so that only people who are named one by one take over by those.
 */
import type { ChannelDriver } from '../port.ts'
import { recipients } from './address.ts'
import { DiscordChannel } from './channel.ts'
import { MAX_CHARACTERS } from './compose.ts'
import { discordFromMarkdown } from './from-markdown.ts'
import { fields, settingsSchema } from './settings.ts'
import { webhook } from './webhook.ts'

/** Discord knows no end of it. */
const A_YEAR = 365 * 24 * 60

export const driver: ChannelDriver = {
  channel: 'discord',
  provider: null,
  type: {
    channel: 'discord',
    provider: null,
    icon: 'discord',
    name: 'Discord',
    label: 'Discord (your own bot)',
    description: 'Answers direct messages, and your server when it is mentioned there. You make a bot at Discord and paste its token.',
    ids: [{ kind: 'discord', label: 'Discord ID' }],
    preparation: {
      description:
        'Make an application in Discord\'s Developer Portal. On its page "Bot", turn on "Message Content Intent" and save; then press "Reset Token" and copy the token.',
      page: { label: 'Open the Developer Portal', url: 'https://discord.com/developers/applications' },
    },
    fields,
    linking: 'none',
    offers: { files: true, reactions: true, editMinutes: A_YEAR, deleteMinutes: A_YEAR, testMessage: true },
  },
  // By the nonce for some minutes; later repetitions are looked for first (see `attempts.ts`).
  capabilities: { deduplicatesSends: true, canEdit: true, maxTextLength: MAX_CHARACTERS, hasGroups: true },
  fromMarkdown: discordFromMarkdown,
  parseSettings: (settings) => settingsSchema.parse(settings),
  accountKey: (settings) => settingsSchema.parse(settings).botUserId,
  recipients,
  wire: {
    settings: {
      discordClientId: 'discord_client_id',
      discordGuildId: 'discord_guild_id',
      discordDefaultChannelId: 'discord_default_channel_id',
      discordVoiceEnabled: 'discord_voice_enabled',
      discordSlashCommandsEnabled: 'discord_slash_commands_enabled',
    },
  },
  webhook,
  create: (context) => new DiscordChannel(context),
}
