/** What goes wrong at Slack, in the product's words. Slack's own words: docs.slack.dev, "Errors" of each method. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { type ErrorCode, OmniError } from '../../../../src-shared/errors.ts'
import { neverLeft } from '../../runtime/http/failure-codes.ts'

const SECOND_MS = 1000

export class SlackError extends OmniError {
  /** Slack's word, as `channel_not_found`; null where it did not answer. */
  readonly word: string | null
  /** Was the call carried out? `maybe`: it left, and no clear answer came. */
  readonly wasDone: 'no' | 'maybe'
  readonly isTransient: boolean
  readonly retryAfterMs: number | null

  constructor(
    code: ErrorCode,
    message: string,
    facts: { word?: string | null; wasDone?: 'no' | 'maybe'; isTransient?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(code, message, { cause: facts.cause })
    this.name = 'SlackError'
    this.word = facts.word ?? null
    this.wasDone = facts.wasDone ?? 'no'
    this.isTransient = facts.isTransient ?? false
    this.retryAfterMs = facts.retryAfterMs ?? null
  }

  /** Does only a person help, whatever is called? */
  get needsPerson(): boolean {
    return this.code === 'unauthorized' || this.code === 'forbidden'
  }
}

const UNKNOWN = 'Slack does not know the bot token (xoxb-). Copy it again from "OAuth & Permissions" of the app, and save it here.'
const OTHER_KIND =
  'The bot token must begin with xoxb-: this is another kind of Slack token. Copy it from "OAuth & Permissions" of the app, and save it here.'
const REVOKED = 'Slack does not accept the bot token any more. Copy it again from "OAuth & Permissions" of the app, and save it here.'
const NOT_INVITED = 'The app is not in this Slack channel. Write /invite @ and its name there.'

/** By Slack's word, of a call with the bot token. What is not here is said with the word itself. */
const WORDS: Record<string, [code: ErrorCode, message: string]> = {
  invalid_auth: ['unauthorized', UNKNOWN],
  not_authed: ['unauthorized', UNKNOWN],
  not_allowed_token_type: ['unauthorized', OTHER_KIND],
  token_revoked: ['unauthorized', REVOKED],
  token_expired: ['unauthorized', REVOKED],
  account_inactive: ['unauthorized', 'The app was removed from the Slack workspace. Install it there again, and save its new token here.'],
  app_uninstalled: ['unauthorized', 'The app was removed from the Slack workspace. Install it there again, and save its new token here.'],
  org_login_required: ['forbidden', 'The Slack workspace is being moved to another organization. Try again later.'],
  team_access_not_granted: ['forbidden', 'The Slack workspace has not allowed this app. Ask one of its administrators.'],
  ekm_access_denied: ['forbidden', 'The administrators of the Slack workspace have suspended this.'],
  restricted_action: ['forbidden', 'The administrators of the Slack workspace do not allow the app to write here.'],
  restricted_action_read_only_channel: ['forbidden', 'The administrators of the Slack workspace do not allow the app to write here.'],
  restricted_action_thread_only_channel: ['forbidden', 'The administrators of the Slack workspace do not allow the app to write here.'],
  restricted_action_thread_locked: ['bad_request', 'This Slack thread is locked.'],
  channel_not_found: ['not_found', 'This Slack channel no longer exists, or the app is not in it.'],
  is_archived: ['bad_request', 'This Slack channel is archived.'],
  not_in_channel: ['bad_request', NOT_INVITED],
  user_not_found: ['not_found', 'This person is not in the Slack workspace.'],
  user_disabled: ['not_found', 'This person is not in the Slack workspace any more.'],
  cannot_dm_bot: ['bad_request', 'Slack apps do not write to each other.'],
  messages_tab_disabled: [
    'bad_request',
    'People cannot write to the app. Switch on "Messages Tab" under "App Home" of the app, and allow messages there.',
  ],
  msg_too_long: ['too_large', 'This is too long for one Slack message.'],
  no_text: ['bad_request', 'A Slack message needs a text.'],
  message_not_found: ['not_found', 'The Slack message no longer exists.'],
  cant_update_message: ['forbidden', 'Slack lets nobody change this message.'],
  cant_delete_message: ['forbidden', 'Slack lets nobody delete this message.'],
  edit_window_closed: ['forbidden', 'The Slack workspace allows no more changes to this message.'],
  file_not_found: ['not_found', 'The file is not on Slack any more.'],
  file_deleted: ['not_found', 'The file is not on Slack any more.'],
  storage_limit_reached: ['platform_error', 'The Slack workspace has no room for more files.'],
}

/** Failures of Slack itself; the call may have been carried out. */
const UNCLEAR = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'team_added_to_org'])

/** Turns what Slack's client threw into a {@link SlackError}. */
export function slackError(error: unknown): SlackError {
  if (error instanceof SlackError) return error
  if (error instanceof WebAPIRateLimitedError) return slowDown(error.retryAfter * SECOND_MS, error)
  if (error instanceof WebAPIPlatformError) return platformError(error)
  if (error instanceof WebAPIHTTPError)
    return new SlackError('platform_error', `Slack failed (error ${error.statusCode}).`, {
      wasDone: error.statusCode >= 500 ? 'maybe' : 'no',
      isTransient: error.statusCode >= 500,
      cause: error,
    })
  const cause = error instanceof WebAPIRequestError ? error.original : error
  if (cause instanceof SlackError) return cause
  const isLate = cause instanceof Error && cause.name === 'TimeoutError'
  if (isLate) return new SlackError('timeout', 'Slack did not answer in time.', { wasDone: 'maybe', isTransient: true, cause })
  return new SlackError('unreachable', 'Slack cannot be reached.', { wasDone: neverLeft(cause) ? 'no' : 'maybe', isTransient: true, cause })
}

/** What answered is a proxy, or a Slack that fails: the call may have been carried out. */
export function unreadable(): SlackError {
  return new SlackError('invalid_response', 'Slack gave an answer that cannot be read.', { wasDone: 'maybe', isTransient: true })
}

/** The same failure, of a call without which nothing is sent: however unclear it is, no message left. */
export function beforeSending(error: unknown): unknown {
  if (!(error instanceof SlackError) || error.wasDone === 'no') return error
  const { code, message, word, isTransient, retryAfterMs } = error
  return new SlackError(code, message, { word, isTransient, retryAfterMs, cause: error })
}

export function slowDown(retryAfterMs: number, cause?: unknown): SlackError {
  return new SlackError('rate_limited', 'Slack asks to slow down.', { word: 'ratelimited', isTransient: true, retryAfterMs, cause })
}

function platformError(error: WebAPIPlatformError): SlackError {
  const { error: word } = error.data
  if (word === 'ratelimited' || word === 'rate_limited') {
    return slowDown((error.data.response_metadata?.retryAfter ?? 1) * SECOND_MS, error)
  }
  if (word === 'missing_scope') return missingScope([String((error.data as { needed?: unknown }).needed ?? '')])
  const known = WORDS[word]
  if (known !== undefined) return new SlackError(known[0], known[1], { word, cause: error })
  if (UNCLEAR.has(word))
    return new SlackError('platform_error', 'Slack failed.', { word, wasDone: 'maybe', isTransient: true, cause: error })
  return new SlackError('platform_error', `Slack refused this: ${word.slice(0, 100)}.`, { word, cause: error })
}

export function missingScope(scopes: string[]): SlackError {
  return new SlackError(
    'forbidden',
    `The Slack app lacks a permission: ${scopes.join(', ')}. Add it under "OAuth & Permissions" of the app, install the app again, and save its token here.`,
    { word: 'missing_scope' },
  )
}
