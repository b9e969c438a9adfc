/** The simulator: a channel without a platform, whose customers write in the panel. */
import { driver } from '../../../src-main/hub/channels/simulator/driver.ts'
import { describeChannel } from '../../support/channel-conformance.ts'

interface Message {
  id: string
  conversationId: string
  text: string
  clientId: string
}

let customers = 0

describeChannel<string, Message>(driver, async (hub) => {
  return {
    account: {},
    async stop() {},
    async newChat() {
      customers += 1
      return (await hub.panel.simulator.open({ instanceName: 'shop', customerName: `Customer ${customers}` })).id
    },
    async write(conversationId, text) {
      const message = { conversationId, text, clientId: crypto.randomUUID() }
      await hub.panel.simulator.say(message)
      return { ...message, id: `sim-in-${conversationId}-${message.clientId}` }
    },
    tellAgain: ({ conversationId, text, clientId }) => hub.panel.simulator.say({ conversationId, text, clientId }),
    async received(conversationId) {
      const { items } = await hub.panel.conversations.messages({ conversationId, limit: 200 })
      return Promise.all(
        items
          .filter(({ delivery }) => delivery?.state === 'sent')
          .map(async ({ text, quote, media }) => ({
            text,
            quotedId: quote?.externalId ?? null,
            file: media?.id == null ? null : ((await hub.readMedia(media.id))?.bytes ?? null),
          })),
      )
    },
  }
})
