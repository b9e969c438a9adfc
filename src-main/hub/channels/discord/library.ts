/** The library behind this channel, loaded when the first account needs it: a shop with other channels never pays for it. */

export type DiscordJs = typeof import('discord.js')

let loading: Promise<DiscordJs> | null = null

/** Throws what the import throws; a failed load is tried again by the next caller. */
export function loadDiscordJs(): Promise<DiscordJs> {
  loading ??= import('discord.js').catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}
