/** Crabline's WhatsApp server has a codec and a Signal of its own: what it reads was written right. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWhatsAppServer } from '@openclaw/crabline'
import { BufferJSON, initAuthCreds } from 'baileys'
import { expect, it } from 'vitest'
import { PICTURE_AFTER_MS } from '../../../src-main/hub/channels/whatsapp-web/channel.ts'
import { realTimers, type Timers } from '../../../src-main/hub/runtime/timers.ts'
import { textPart } from '../../support/evolution/channel-harness.ts'
import { WebChannelHarness } from '../../support/whatsapp-server/channel-harness.ts'

const SELF = '15550001111@s.whatsapp.net'
const ANA = '15552223333@s.whatsapp.net'

it('an independent server delivers to the channel and reads what it sends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'omni-crabline-'))
  const seen: unknown[] = []
  const server = await startWhatsAppServer({
    host: '127.0.0.1',
    port: 0,
    selfJid: SELF,
    recorderPath: join(folder, 'events.jsonl'),
    onEvent: (event) => void seen.push(event),
  })
  const { adminToken, endpoints } = server.manifest
  // Its dictionary has no word for profile pictures: that question would end the connection.
  const after: Timers['after'] = (ms, run) => (ms === PICTURE_AFTER_MS ? () => {} : realTimers.after(ms, run))
  const harness = new WebChannelHarness({ endpoint: endpoints.baileysWebSocketUrl, timers: { ...realTimers, after } })
  try {
    // It knows no linking: the device is as if it had been linked before.
    const creds = initAuthCreds()
    creds.me = { id: SELF.replace('@', ':1@'), name: 'Padaria Sol' }
    creds.account = {
      details: Buffer.alloc(4),
      accountSignatureKey: Buffer.alloc(32),
      accountSignature: Buffer.alloc(64),
      deviceSignature: Buffer.alloc(64),
    }
    await harness.keys.set([{ category: 'creds', id: 'creds', value: JSON.stringify(creds, BufferJSON.replacer) }])
    await harness.channel.start()
    await harness.whenState('connected')

    const body = JSON.stringify({ chatJid: ANA, senderJid: ANA, text: 'Do you open on Saturday?', senderName: 'Ana' })
    const headers = { 'content-type': 'application/json', 'x-crabline-admin-token': adminToken }
    expect((await fetch(endpoints.adminInboundUrl, { method: 'POST', headers, body })).status).toBeLessThan(300)
    const message = await harness.when(() => harness.events.find((event) => event.type === 'message'))
    expect(message).toMatchObject({
      text: 'Do you open on Saturday?',
      chat: { externalId: ANA, kind: 'direct' },
      sender: { identities: [{ kind: 'phone', value: '15552223333' }] },
    })

    const receipt = await harness.channel.send(textPart('We open at 9', { chatExternalId: ANA }), AbortSignal.timeout(15_000))
    expect(receipt.externalId).toMatch(/^3EB0[0-9A-F]{18}$/)
    await expect.poll(() => JSON.stringify(seen)).toContain('We open at 9')
    expect(JSON.stringify(seen)).toContain(receipt.externalId)
  } finally {
    await harness.channel.stop()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
