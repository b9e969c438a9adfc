/** What Slack calls where there is no app token: signed over the bytes, as docs.slack.dev, "Verifying requests from Slack". */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SignedCall, WebhookDeclaration } from '../port.ts'
import { APP_TOKEN, SIGNING_SECRET } from './settings.ts'
import { readSecret } from './tokens.ts'

const TIMESTAMP = 'x-slack-request-timestamp'
const SIGNATURE = 'x-slack-signature'
/** Either way. */
const MAX_SKEW_S = 300

function signature(secret: string, timestamp: string, raw: Uint8Array): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(raw).digest('hex')}`
}

/** Throws where what is saved can be none. */
const signingSecret = (secret: SignedCall['secret']): string =>
  readSecret({ [SIGNING_SECRET]: secret(SIGNING_SECRET) ?? '' }, SIGNING_SECRET)

function verify({ headers, raw, secret, now }: SignedCall): 'ok' | { refused: string } {
  const key = signingSecret(secret)
  if (key === '') return { refused: 'The signing secret of the Slack app is not saved here.' }
  const timestamp = String(headers[TIMESTAMP] ?? '')
  if (!/^\d{1,12}$/.test(timestamp)) return { refused: 'The call has no time of Slack.' }
  if (Math.abs(now / 1000 - Number(timestamp)) > MAX_SKEW_S) return { refused: "The call is too old, or this computer's clock is wrong." }
  const given = Buffer.from(String(headers[SIGNATURE] ?? ''))
  const expected = Buffer.from(signature(key, timestamp, raw))
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
  return isSigned ? 'ok' : { refused: 'The signature is not that of the Slack app.' }
}

export const webhook: WebhookDeclaration = {
  paths: ['/slack/:name', '/slack'],
  caller: 'Slack',
  verification: {
    by: 'signature',
    verify,
    sign({ raw, secret, now }) {
      const timestamp = String(Math.floor(now / 1000))
      return { [TIMESTAMP]: timestamp, [SIGNATURE]: signature(signingSecret(secret), timestamp, raw) }
    },
  },
  // Whoever has an app token is told all over its socket.
  paste: { field: 'Request URL, under Event Subscriptions', when: (has) => !has(APP_TOKEN) },
  testBody: () => ({ type: 'omni.test' }),
}
