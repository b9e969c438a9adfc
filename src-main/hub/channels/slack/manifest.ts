/** The app as Slack makes it from this: exactly the permissions and events that are used here, and no more. */

export const SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'reactions:write',
  'users:read',
] as const

const EVENTS = [
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_rename',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
]

const manifest = {
  display_information: { name: 'Omni', description: 'Answers customers and colleagues' },
  features: {
    app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Omni', always_online: true },
  },
  oauth_config: { scopes: { bot: SCOPES } },
  settings: {
    event_subscriptions: { bot_events: EVENTS },
    interactivity: { is_enabled: false },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
}

export const MANIFEST = JSON.stringify(manifest)

/** Slack's page for a new app, with the manifest already in it. */
export const NEW_APP_URL = `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(MANIFEST)}`
