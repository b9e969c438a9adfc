/** The recorded Evolution webhook of a text message, with another id and sender each time. */
import { readFileSync } from 'node:fs'

const recorded: { body: { event: string; data: { key?: { id: string }; messageType?: string } } }[] = JSON.parse(
  readFileSync(new URL('../fixtures/evolution/webhooks.json', import.meta.url), 'utf8'),
)
const text = recorded.find(({ body }) => body.event === 'messages.upsert' && body.data.messageType === 'conversation')
if (text === undefined) throw new Error('the recording has no text message')

/** About 1 KB of JSON. `chat` picks one of many customers. */
export function webhookBody(instance: string, n: number, chats: number): string {
  const body = structuredClone(text?.body) as Record<string, unknown> & { data: Record<string, unknown> & { key: Record<string, unknown> } }
  const phone = `1555${String(2_000_000 + (n % chats)).padStart(7, '0')}`
  body['instance'] = instance
  body.data.key['id'] = `3A${n.toString(16).toUpperCase().padStart(18, '0')}`
  body.data.key['remoteJid'] = `${phone}@s.whatsapp.net`
  body.data.key['remoteJidAlt'] = `9${phone}@lid`
  body.data['messageTimestamp'] = Math.floor(Date.now() / 1000)
  return JSON.stringify(body)
}
