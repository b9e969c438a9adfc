/**
 * A fake WhatsApp Web server that Baileys pairs with. It shares Baileys' codec, so it finds a wrong
 * flow, not a wrong encoding (crabline's server is the witness for that).
 *
 * In a test:
 *
 *     const whatsapp = await startWhatsAppServer()
 *     … point the hub at it with OMNI_WHATSAPP_WS_URL = whatsapp.url, connect an instance …
 *     await whatsapp.scan(qr, { phone: '15550001111', name: 'Shop' })
 *     await whatsapp.deliver({ to: '15550001111', from: '15552223333', text: 'Hi' })
 *     await whatsapp.whenReceived(1)     // what customers see; `times` tells repeated sends
 *     whatsapp.drop(503); whatsapp.unlink('15550001111'); whatsapp.goDown()
 *
 * What a client has not confirmed is delivered again at its next login, as WhatsApp does.
 *
 * As a process of its own, which prints one JSON line `{url, adminUrl}` and is steered by POSTs to
 * `{adminUrl}/scan`, `/deliver`, `/state`, … (see whatsapp-server/admin.ts):
 *
 *     node test/support/whatsapp-server.ts --port 8081
 *
 * Beside it: `whatsapp-server/media-host.ts` (files), `groups.ts` (sender keys) and `history.ts` (chats
 * that the phone tells a new device of).
 */
import { parseArgs } from 'node:util'
import { startWhatsAppServer } from './whatsapp-server/server.ts'

export type { Inbound } from './whatsapp-server/model.ts'
export { type FakeWhatsApp, startWhatsAppServer } from './whatsapp-server/server.ts'

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
  const server = await startWhatsAppServer({ port: Number(values.port) })
  console.log(JSON.stringify({ url: server.url, adminUrl: server.adminUrl }))
  const stop = (): void => {
    server.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
