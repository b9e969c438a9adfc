/** Slack's Web API for one account: Slack's own client, without its waiting and repeating, which are the hub's. */
import { LogLevel, WebClient } from '@slack/web-api'
import type { Logger } from '../../observe/logger.ts'
import { fetchFromSlack } from './answers.ts'
import { slackError } from './failures.ts'

const TIMEOUT_MS = 30_000

/** Answers that one call of a method can have, as Slack's client declares them. */
export type SlackWeb = <T>(call: (client: WebClient) => Promise<T>) => Promise<T>

/** Each call rejects with a {@link SlackError}. `apiUrl`: a test server's. */
export function createSlackWeb(token: string, { apiUrl, log }: { apiUrl: string | undefined; log: Logger }): SlackWeb {
  const client = new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: slackLog(log),
    fetch: fetchFromSlack,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: true,
  })
  return async (call) => {
    try {
      return await call(client)
    } catch (error) {
      throw slackError(error)
    }
  }
}

/** Its sentences only, and of those no debugging: they hold what is sent. */
export function slackLog(log: Logger) {
  const say = (level: 'debug' | 'warn') => (first: unknown) => log[level]({ library: 'slack' }, String(first).slice(0, 200))
  const nothing = (): void => undefined
  return {
    debug: nothing,
    info: nothing,
    warn: say('debug'),
    error: say('warn'),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  }
}
