import { expect, it } from 'vitest'
import { isBaileysLoaded } from '../../../src-main/hub/channels/whatsapp-web/baileys.ts'
import { startTestHub } from '../../support/hub.ts'

it('the library behind WhatsApp is loaded by the first account that connects, and by nothing else', async () => {
  // Nobody listens there: what matters is that it is tried.
  process.env['OMNI_WHATSAPP_WS_URL'] = 'ws://127.0.0.1:9/ws'
  const omni = await startTestHub()
  try {
    await omni.panel.instances.create({ name: 'here', channel: 'simulator' })
    await omni.panel.instances.create({
      isAnswering: true,
      house: { simpleGreeting: true },
      name: 'shop',
      channel: 'whatsapp',
      provider: 'web',
      settings: { isAcknowledged: true },
    })
    await omni.restart()
    expect(isBaileysLoaded()).toBe(false)
    await omni.panel.instances.connect({ name: 'shop' })
    expect(isBaileysLoaded()).toBe(true)
  } finally {
    await omni.stop()
    delete process.env['OMNI_WHATSAPP_WS_URL']
  }
})
