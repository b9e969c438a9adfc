/** The addresses of Discord's REST API that are called. Not the library's own list, which would load all of it. */

type Route = `/${string}`

export const routes = {
  application: (): Route => '/oauth2/applications/@me',
  me: (): Route => '/users/@me',
  directChannels: (): Route => '/users/@me/channels',
  channel: (channelId: string): Route => `/channels/${channelId}`,
  messages: (channelId: string): Route => `/channels/${channelId}/messages`,
  message: (channelId: string, messageId: string): Route => `/channels/${channelId}/messages/${messageId}`,
  ownReaction: (channelId: string, messageId: string, emoji: string): Route =>
    `/channels/${channelId}/messages/${messageId}/reactions/${encodeURIComponent(emoji)}/@me`,
  typing: (channelId: string): Route => `/channels/${channelId}/typing`,
  commands: (applicationId: string, guildId: string): Route =>
    guildId === '' ? `/applications/${applicationId}/commands` : `/applications/${applicationId}/guilds/${guildId}/commands`,
  interactionCallback: (id: string, token: string): Route => `/interactions/${id}/${token}/callback`,
  interactionAnswer: (applicationId: string, token: string): Route => `/webhooks/${applicationId}/${token}/messages/@original`,
  user: (userId: string): Route => `/users/${userId}`,
  member: (guildId: string, userId: string): Route => `/guilds/${guildId}/members/${userId}`,
}
