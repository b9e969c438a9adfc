/** How somebody lets the bot into a server: a link with the permissions that it needs, and no more. */
import QRCode from 'qrcode'

/** Bits of Discord's reference, "Permissions". Never Administrator. */
const PERMISSIONS = [
  6n, // Add Reactions
  10n, // View Channels
  11n, // Send Messages
  14n, // Embed Links
  15n, // Attach Files
  16n, // Read Message History
  38n, // Send Messages in Threads
]

export const LEAST_PERMISSIONS = PERMISSIONS.reduce((bits, bit) => bits | (1n << bit), 0n)

export function inviteUrl(applicationId: string, guildId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(LEAST_PERMISSIONS),
  })
  if (guildId !== '') query.set('guild_id', guildId)
  return `https://discord.com/oauth2/authorize?${query}`
}

/** The link, and the same to be scanned with a phone. */
export async function inviteOf(applicationId: string, guildId: string): Promise<{ url: string; image: string }> {
  const url = inviteUrl(applicationId, guildId)
  return { url, image: await QRCode.toDataURL(url, { errorCorrectionLevel: 'L', margin: 2, scale: 6 }) }
}
