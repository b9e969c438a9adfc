/** WhatsApp through an Evolution API server: real calls to the fake of it, and real webhooks back. */
import { driver } from '../../../src-main/hub/channels/evolution/driver.ts'
import { describeChannel } from '../../support/channel-conformance.ts'
import { startEvolutionServer } from '../../support/evolution-server.ts'
import { whenConnection } from '../../support/whatsapp-server/linked-shop.ts'

interface Chat {
  /** Digits. */
  person: string
  /** The JID of a group. */
  group?: string
}
type Inbound = NonNullable<Parameters<Awaited<ReturnType<typeof startEvolutionServer>>['deliverInbound']>[1]>
type Message = Inbound & { id: string; chat: Chat }

const SHOP = '15550001111'
const OTHER = '15559990000'

describeChannel<Chat, Message>(driver, async (hub) => {
  const evolution = await startEvolutionServer()
  let people = 0
  let isCut = false
  const newChat = (): Chat => {
    people += 1
    return { person: `1555${2_000_000 + people}` }
  }
  const newGroup = (): Chat => ({ ...newChat(), group: `1203630000000${people}@g.us` })
  const chatOf = ({ person, group }: Chat) => group ?? `${person}@s.whatsapp.net`
  async function deliver(chat: Chat, inbound: Inbound): Promise<Message> {
    const message = { id: crypto.randomUUID(), from: chat.person, ...(chat.group === undefined ? {} : { group: chat.group }), ...inbound }
    const delivered = evolution.deliverInbound('shop', message)
    // A webhook that cannot leave yet is not waited for.
    if (!isCut) await delivered
    return { ...message, chat }
  }
  const change = ({ id, chat }: Message, more: object) =>
    evolution.emit('shop', 'messages.edited', { key: { id, remoteJid: chatOf(chat), fromMe: false }, ...more })
  const mention = (text: string) => ({
    message: { extendedTextMessage: { text: `@shop ${text}`, contextInfo: { mentionedJid: [`${SHOP}@s.whatsapp.net`] } } },
  })

  return {
    account: { settings: { url: evolution.url }, secrets: { apiKey: evolution.apiKey } },
    async link(name) {
      await hub.panel.instances.connect({ name })
      evolution.scan(name, SHOP)
      await whenConnection(hub.panel, name, ({ state }) => state === 'connected')
    },
    stop: () => evolution.stop(),
    newChat,
    write: (chat, text, { ageMs = 0 } = {}) =>
      deliver(chat, { ...(chat.group === undefined ? { text } : mention(text)), timestamp: Math.floor((Date.now() - ageMs) / 1000) }),
    tellAgain: ({ chat, ...inbound }) => deliver(chat, inbound),
    received: (chat) =>
      evolution.sent
        .filter(({ remoteJid }) => remoteJid === chatOf(chat))
        .map(({ text, body }) => ({
          text,
          quotedId: (body['quoted'] as { key: { id: string } } | undefined)?.key.id ?? null,
          file: body['media'] === undefined ? null : Buffer.from(String(body['media']), 'base64'),
        })),
    edit: (message, conversation) =>
      change(message, { type: 'MESSAGE_EDIT', editedMessage: { conversation }, timestampMs: String(Date.now()) }),
    remove: (message) => change(message, { type: 'REVOKE' }),
    loseNextAnswer: () => evolution.failNext('sendText', { kind: 'reset', afterEffect: true }),
    slowDown: (seconds) => evolution.failNext('sendText', { kind: 'status', status: 429, headers: { 'retry-after': String(seconds) } }),
    async cut() {
      isCut = true
      evolution.hooks.hold()
      await evolution.goAway()
    },
    async mend() {
      await evolution.comeBack()
      isCut = false
      evolution.hooks.release()
    },
    async refuse(name) {
      const { settings } = await hub.panel.instances.get({ name: 'shop' })
      const account = { channel: 'whatsapp', provider: 'evolution', settings: { url: settings['url'] } }
      await hub.panel.instances.create({ name, ...account, secrets: { apiKey: 'a-key-that-is-wrong' } })
      await hub.panel.instances.connect({ name }).catch(() => undefined)
    },
    refusals: () => evolution.received.filter(({ status }) => status === 401).length,
    staff: {
      newChat,
      answer: (chat, { id }, text) =>
        deliver(chat, { fromMe: true, text, contextInfo: { stanzaId: id, quotedMessage: { conversation: '' } } }),
    },
    group: { newChat: newGroup, writeAsOther: (chat, text) => deliver({ ...chat, person: OTHER }, { text }) },
  }
})
