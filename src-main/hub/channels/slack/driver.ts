/**
 * Slack, by an app of the shop's own.
 *
 * Known limits: reactions, edits and deletions of the time in which the line was down; Slack's own stream calls (an
 * answer grows by `chat.update`); Enterprise Grid; what people write in threads that the app takes no part in.
 */
import type { ChannelDriver } from '../port.ts'
import { recipients } from './address.ts'
import { SlackChannel } from './channel.ts'
import { slackFromMarkdown } from './from-markdown.ts'
import { MANIFEST, NEW_APP_URL } from './manifest.ts'
import { fields, settingsSchema } from './settings.ts'
import { webhook } from './webhook.ts'

/** Slack's own limit is the workspace's, most often none. */
const A_YEAR = 365 * 24 * 60
/** Slack recommends it; the hard limit is ten times as much, so that marks and links have their room. */
const MAX_CHARACTERS = 4000

export const driver: ChannelDriver = {
  channel: 'slack',
  provider: null,
  type: {
    channel: 'slack',
    provider: null,
    icon: 'slack',
    name: 'Slack',
    label: 'Slack (your own app)',
    description: 'Answers direct messages, and your channels when it is mentioned there. You make an app at Slack and paste its tokens.',
    ids: [{ kind: 'slack', label: 'Slack ID' }],
    preparation: {
      description:
        'Make an app for your workspace at Slack: everything it needs is filled in there already. Then press "Install to Workspace" and copy its tokens.',
      page: { label: 'Make the app at Slack', url: NEW_APP_URL },
      paste: { label: 'Manifest, if Slack asks for it', value: MANIFEST },
    },
    fields,
    linking: 'none',
    offers: { files: true, reactions: true, editMinutes: A_YEAR, deleteMinutes: A_YEAR, testMessage: true },
  },
  capabilities: { deduplicatesSends: false, canEdit: true, maxTextLength: MAX_CHARACTERS, hasGroups: true },
  fromMarkdown: slackFromMarkdown,
  parseSettings: (settings) => settingsSchema.parse(settings),
  accountKey: (settings) => {
    const { slackWorkspaceId, botUserId } = settingsSchema.parse(settings)
    return botUserId === null ? null : `${slackWorkspaceId}/${botUserId}`
  },
  recipients,
  texts: { fileGone: 'The file is not on Slack any more.' },
  wire: { settings: { slackWorkspaceId: 'slack_workspace_id' } },
  webhook,
  create: (context) => new SlackChannel(context),
}
