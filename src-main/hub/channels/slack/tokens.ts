/** The secrets of an app as they were pasted, and what is said of each where it is wrong. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { pastedToken } from '../account/pasted-token.ts'
import { SlackError } from './failures.ts'
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from './settings.ts'

type SecretName = typeof BOT_TOKEN | typeof APP_TOKEN | typeof SIGNING_SECRET

/** By its name, where it cannot be one at all. */
const NO_TOKEN: Record<SecretName, string> = {
  [BOT_TOKEN]:
    'The bot token (xoxb-) has characters that no token has. Copy it again from "OAuth & Permissions" of the app, and save it here.',
  [APP_TOKEN]:
    'The app token (xapp-) has characters that no token has. Copy it again from "Basic Information", "App-Level Tokens", and save it here.',
  [SIGNING_SECRET]:
    'The signing secret has characters that no signing secret has. Copy it again from "Basic Information", "App Credentials", and save it here.',
}

/** Empty where none is saved. Throws an OmniError that names the field. */
export function readSecret(secrets: Readonly<Record<string, string>>, name: SecretName): string {
  const token = pastedToken(secrets[name] ?? '')
  if (token === null) throw new OmniError('unauthorized', NO_TOKEN[name])
  return token
}

const UNKNOWN = 'Slack does not know the app token (xapp-). Copy it again from "Basic Information", "App-Level Tokens", and save it here.'
const REVOKED =
  'Slack does not accept the app token any more. Generate another under "Basic Information", "App-Level Tokens", and save it here.'

/** By Slack's word, of a call with the app token. */
const APP_TOKEN_WORDS: Record<string, string> = {
  invalid_auth: UNKNOWN,
  not_authed: UNKNOWN,
  not_allowed_token_type:
    'The app token must begin with xapp-: this is another kind of Slack token. Generate one under "Basic Information", "App-Level Tokens", and save it here.',
  token_revoked: REVOKED,
  token_expired: REVOKED,
  missing_scope:
    'The app token lacks the permission connections:write. Generate another under "Basic Information", "App-Level Tokens", and save it here.',
}

/** What a call with the app token says of it. */
export function appTokenError(error: SlackError): SlackError {
  const { word } = error
  const message = word === null ? undefined : APP_TOKEN_WORDS[word]
  return message === undefined ? error : new SlackError(error.code, message, { word, cause: error })
}
