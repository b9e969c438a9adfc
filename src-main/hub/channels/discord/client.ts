/** The library's client for one bot: which events it asks for, and how little it remembers. */
import type { Client, ClientOptions, RateLimitData, REST } from 'discord.js'
import { PATIENCE_MS } from './failures.ts'
import type { DiscordJs } from './library.ts'
import { carefully } from './make-request.ts'

/** Seconds. */
const SWEEP_EVERY_S = 3600
const THREAD_LIFETIME_S = 4 * 3600
const CALL_TIMEOUT_MS = 15_000
const GUILDS_MS = 3000

const EVENTS = ['Guilds', 'GuildMessages', 'GuildMessageReactions', 'DirectMessages', 'DirectMessageReactions', 'MessageContent'] as const

/** A long wait is the delivery's: it says so, and others go on. Repetitions are the hub's, too. */
const restOptions = ({ DefaultRestOptions }: DiscordJs, api: string | undefined) => ({
  ...(api === undefined ? {} : { api }),
  timeout: CALL_TIMEOUT_MS,
  retries: 0,
  makeRequest: carefully(DefaultRestOptions.makeRequest),
  rejectOnRateLimit: ({ timeToReset, retryAfter, sublimitTimeout }: RateLimitData) =>
    Math.max(timeToReset, retryAfter, sublimitTimeout) > PATIENCE_MS,
})

export function createRest(library: DiscordJs, api: string | undefined, token: string): REST {
  return new library.REST({ version: '10', ...restOptions(library, api) }).setToken(token)
}

/** What the library is to know of: servers, and what they have. */
const KNOWN_PACKETS =
  /^(READY|RESUMED|USER_UPDATE|GUILD_(CREATE|UPDATE|DELETE|MEMBER_UPDATE|ROLE_\w+)|CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_\w+)$/

/**
 * The library reads every event into objects of its own, ties them to what it was given, and takes the process down with
 * one that it does not understand. It gets only those that it is needed for.
 */
function narrow(client: Client, onProblem: (error: unknown) => void): void {
  const gateway = client.ws as unknown as { handlePacket(packet?: { t?: string | null }, shard?: unknown): boolean }
  const handle = gateway.handlePacket.bind(gateway)
  gateway.handlePacket = (packet, shard) => {
    if (packet !== undefined && !KNOWN_PACKETS.test(packet.t ?? '')) return true
    try {
      return handle(packet, shard)
    } catch (error) {
      onProblem(error)
      return false
    }
  }
}

export interface DisposableClient {
  client: Client
  /** Ends its connection for good. */
  dispose(): Promise<void>
}

/**
 * Servers, their channels, threads and roles are remembered: names and permissions come from them. Of people and
 * messages nothing is, as they have no end: what is needed of them comes with each event.
 *
 * @param scatter a pause before a line that was cut is tried again: all bots of a machine lose theirs at the same moment
 */
export function createClient(
  library: DiscordJs,
  api: string | undefined,
  onProblem: (error: unknown) => void,
  scatter: () => Promise<void>,
): DisposableClient {
  const { Client: DiscordClient, Options, SimpleShardingStrategy } = library
  let isDisposed = false
  let isCut = false
  const options: ClientOptions = {
    intents: [...EVENTS],
    partials: [],
    // Servers that come later are taken in when they come.
    waitGuildTimeout: GUILDS_MS,
    rest: restOptions(library, api),
    makeCache: Options.cacheWithLimits({
      ApplicationCommandManager: 0,
      ApplicationEmojiManager: 0,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      DMMessageManager: 0,
      EntitlementManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildForumThreadManager: 1000,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user?.id },
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildTextThreadManager: 1000,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user?.id },
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user?.id },
      VoiceStateManager: 0,
    }),
    ws: {
      buildStrategy(manager) {
        const { retrieveSessionInfo } = manager.options
        // Every repetition of a connection begins by asking for its session, as every event does.
        manager.options.retrieveSessionInfo = async (shardId) => {
          const wasCut = isCut
          isCut = false
          if (wasCut) await scatter()
          // The library does not stop a connection that it is about to repeat.
          return isDisposed ? new Promise(() => {}) : retrieveSessionInfo(shardId)
        }
        return new SimpleShardingStrategy(manager)
      },
    },
    sweepers: { threads: { interval: SWEEP_EVERY_S, lifetime: THREAD_LIFETIME_S } },
  }
  const client = new DiscordClient(options)
  narrow(client, onProblem)
  client.on('shardReconnecting', () => {
    isCut = true
  })
  return {
    client,
    async dispose() {
      isDisposed = true
      await client.destroy()
    },
  }
}
