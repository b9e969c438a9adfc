/** WhatsApp by a scanned code: the real Baileys against the fake of WhatsApp's server. */
import type { proto } from 'baileys'
import { vi } from 'vitest'
import { driver } from '../../../src-main/hub/channels/whatsapp-web/driver.ts'
import { describeChannel } from '../../support/channel-conformance.ts'
import { Groups } from '../../support/whatsapp-server/groups.ts'
import { linkInstance, SHOP, scanInstance } from '../../support/whatsapp-server/linked-shop.ts'
import { MediaHost, trustTestCertificates } from '../../support/whatsapp-server/media-host.ts'
import { pictureOf } from '../../support/whatsapp-server/picture-of.ts'
import { UNHURRIED } from '../../support/whatsapp-server/unhurried.ts'
import { startWhatsAppServer } from '../../support/whatsapp-server.ts'

interface Chat {
  /** Digits. */
  person: string
  /** The JID of a group. */
  group?: string
}

interface Message {
  id: string
  chat: Chat
  message: proto.IMessage
}

const OTHER = '15559990000'
const SECOND = { phone: '15550002222', lid: '777000222', name: 'Second' }

describeChannel<Chat, Message>(driver, async (hub) => {
  const distrust = trustTestCertificates()
  const whatsapp = await startWhatsAppServer()
  const groups = new Groups(whatsapp)
  const host = new MediaHost()
  await host.start(whatsapp)
  vi.stubEnv('OMNI_WHATSAPP_WS_URL', whatsapp.url)
  let people = 0
  const newChat = (): Chat => {
    people += 1
    return { person: `1555${2_000_000 + people}` }
  }
  const tell = async ({ person, group }: Chat, message: proto.IMessage, more: { id?: string; sentAtMs?: number } = {}) =>
    group === undefined
      ? whatsapp.deliver({ to: SHOP.phone, from: person, message, ...more })
      : groups.deliver({ to: SHOP.phone, group, from: person, message })
  const change = ({ id, chat }: Message, more: proto.Message.IProtocolMessage) =>
    tell(chat, { protocolMessage: { key: { id, remoteJid: `${chat.person}@s.whatsapp.net`, fromMe: false }, ...more } })

  return {
    account: { settings: { isAcknowledged: true }, behaviour: { health: UNHURRIED } },
    link: (name) => scanInstance(hub.panel, whatsapp, name),
    async stop() {
      await whatsapp.stop()
      await host.stop()
      distrust()
      vi.unstubAllEnvs()
    },
    newChat,
    async write(chat, text, { ageMs = 0 } = {}) {
      const message: proto.IMessage =
        chat.group === undefined
          ? { conversation: text }
          : { extendedTextMessage: { text: `@shop ${text}`, contextInfo: { mentionedJid: [`${SHOP.lid}@lid`] } } }
      return { id: await tell(chat, message, { sentAtMs: Date.now() - ageMs }), chat, message }
    },
    tellAgain: ({ chat, id, message }) => tell(chat, message, { id }),
    received: ({ person, group }) =>
      Promise.all(
        whatsapp.received
          .filter(({ to, chat }) => to === person && chat.endsWith('@g.us') === (group !== undefined))
          .map(async ({ text, message }) => ({
            text,
            quotedId: message.extendedTextMessage?.contextInfo?.stanzaId ?? null,
            file: await pictureOf(message),
          })),
      ),
    edit: (message, conversation) => change(message, { type: 14, editedMessage: { conversation }, timestampMs: Date.now() }),
    remove: (message) => change(message, { type: 0 }),
    loseNextAnswer: () => whatsapp.failMessages('unacknowledged'),
    cut: () => whatsapp.goDown(),
    mend: () => whatsapp.comeUp(),
    async refuse(name) {
      await linkInstance(hub.panel, whatsapp, { name, account: SECOND })
      whatsapp.unlink(SECOND.phone)
    },
    refusals: () => whatsapp.connections.filter(({ account }) => account === SECOND.phone).length,
    staff: {
      newChat,
      answer: ({ person }, { id: stanzaId, message: quotedMessage }, text) => {
        const contextInfo = { stanzaId, quotedMessage, participant: `${person}@s.whatsapp.net` }
        return whatsapp.deliverFromPhone({ account: SHOP.phone, to: person, message: { extendedTextMessage: { text, contextInfo } } })
      },
    },
    group: {
      newChat() {
        const chat = newChat()
        const group = `1203630000000${people}@g.us`
        groups.create(group, 'Orders', [chat.person, OTHER])
        return { ...chat, group }
      },
      writeAsOther: (chat, text) => tell({ ...chat, person: OTHER }, { conversation: text }),
    },
  }
})
