/** Signatures by Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, time and body. */
import { createHmac } from 'node:crypto'

/** The headers of a signed call. `secret`: `whsec_` and base64, or any other text, which is taken as it is. */
export function signedHeaders(secret: string | undefined, id: string, nowMs: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000))
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp }
  const plain = secret?.trim() ?? ''
  if (plain === '') return headers
  const key = plain.startsWith('whsec_') ? Buffer.from(plain.slice('whsec_'.length), 'base64') : Buffer.from(plain)
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { ...headers, 'webhook-signature': `v1,${signature}` }
}
