/** Fills a hub with a small, believable shop. */

import { sendFile } from '../../test/support/attach.ts'
import type { FakeEvolution } from '../../test/support/evolution-server.ts'
import { type PanelClient, watchLive } from '../../test/support/hub.ts'
import { pngOf, wavOf } from '../../test/support/media.ts'
import { connectShop } from '../../test/support/shop.ts'
import { setBackBy } from './clock.ts'
import { regulars, type Said, script, usual } from './script.ts'

const MINUTE_MS = 60_000

/** The answer that is being written is so on all the pictures. */
const PATIENT_MS = 600_000

const house = {
  greeting: 'Hi! This is Sol Bakery. Ask me about opening hours, where we are or our prices.',
  openingHours: 'We are open Monday to Saturday from 7:00 to 19:00, and on Sunday from 8:00 to 13:00.',
  address: '120 Orange Tree Street, next to the main square.',
  priceList: 'Bread roll: 0.80\nCarrot cake: 14.00\nCoffee: 1.90',
  handover: 'Good question! A colleague will answer you here in a moment.',
  faqs: [
    { question: 'Do you deliver?', answer: 'Yes, within 5 km, from Monday to Friday. Delivery is free above 20.' },
    { question: 'Can I order a birthday cake?', answer: 'Of course! Please order two days ahead and tell us the number of guests.' },
  ],
}

export interface Shop {
  /** The conversation in which an answer is being written. */
  liveConversationId: string
  /** The conversation with a message that may have been sent. */
  doubtfulConversationId: string
  /** The conversation with pictures, a recording and a planned message. */
  mediaConversationId: string
  answeredTraceId: string
  failedTraceId: string
  end(): void
}

/** Messages of each of the last days, the oldest first: more on some, fewer on others. */
const DAYS = [9, 14, 11, 17, 13, 21]
const DAY_MINUTES = 24 * 60

/** The days before: everybody asks something, and the clock goes on when all of it is answered. */
async function liveThrough(panel: PanelClient, evolution: FakeEvolution): Promise<void> {
  const live = await watchLive(panel)
  for (const [index, count] of DAYS.entries()) {
    const daysAgo = DAYS.length - index + 1
    for (let n = 0; n < count; n++) {
      setBackBy((daysAgo * DAY_MINUTES - n * 31) * MINUTE_MS)
      const said = usual[(n + index) % usual.length]
      const person = regulars[(n * 3 + index) % regulars.length]
      if (!said || !person) continue
      const account = n % 3 === 0 ? 'sol-orders' : 'sol-bakery'
      const before = live.events.length
      await ask(evolution, { ago: 0, account, ...person, ...said })
      await live.until(
        (event) =>
          live.events.indexOf(event) >= before &&
          event.type === 'trace.changed' &&
          event.trace.messagePreview === said.text &&
          event.trace.completedAt !== null,
      )
    }
  }
  live.stop()
}

function ask(evolution: FakeEvolution, { account, from, name, text, answer }: Said): Promise<unknown> {
  if (answer.type === 'may be lost') evolution.failNext('sendText', { kind: 'reset' })
  if (answer.type === 'is refused') evolution.failNext('sendText', { kind: 'status', status: 400 })
  return evolution.deliverInbound(account, { from, name, text, timestamp: Math.floor(Date.now() / 1000) })
}

/** Labels, notes and saved replies, as colleagues leave them. */
async function addWhatPeopleKnow(panel: PanelClient, conversations: { id: string; name: string }[]): Promise<void> {
  const labels = {
    order: await panel.labels.create({ name: 'Order', colour: 'green' }),
    wedding: await panel.labels.create({ name: 'Wedding', colour: 'pink' }),
    company: await panel.labels.create({ name: 'Company', colour: 'blue' }),
  }
  const labelled = {
    'Mariana Souza': ['order'],
    'Rui Carvalho': ['wedding'],
    'João Pedro': ['company', 'order'],
    'Paula Lima': ['order'],
  } as const
  for (const { id, name } of conversations) {
    const keys = labelled[name as keyof typeof labelled] ?? []
    if (keys.length > 0) await panel.labels.assign({ conversationId: id, labelIds: keys.map((key) => labels[key].id) })
    if (name === 'Mariana Souza')
      await panel.contacts.addNote({ conversationId: id, author: 'Sofia', text: 'Her mother Rosa turns 70 on Saturday. Pays by transfer.' })
  }
  const lucia = conversations.find(({ name }) => name === 'Lucía Romero')
  if (lucia) {
    await sendFile(
      panel,
      lucia.id,
      'tarta.png',
      pngOf(960, 640, [250, 214, 165], [214, 93, 66]),
      '¿Así le gusta? *Tarta de frutas*, para 12 personas.',
    )
    await sendFile(panel, lucia.id, 'nota.wav', wavOf(9))
    await sendFile(panel, lucia.id, 'catálogo.txt', Buffer.from('Tartas 2026\n'.repeat(4000)))
    await panel.scheduled.create({
      conversationId: lucia.id,
      text: 'Hola Lucía, su pedido está listo.',
      by: 'Sofia',
      sendAt: new Date(Date.now() + 20 * 60 * MINUTE_MS).toISOString(),
    })
  }
  await panel.savedReplies.create({ shortcut: 'hours', text: 'We are open Monday to Saturday from 7:00 to 19:00.', instanceName: null })
  await panel.savedReplies.create({ shortcut: 'address', text: 'You find us at 120 Orange Tree Street.', instanceName: null })
  await panel.savedReplies.create({ shortcut: 'thanks', text: 'Thank you! See you soon.', instanceName: null })
}

export async function openShop(panel: PanelClient, evolution: FakeEvolution): Promise<Shop> {
  setBackBy((DAYS.length + 2) * DAY_MINUTES * MINUTE_MS)
  await panel.agents.update({ id: 'house', timeoutMs: PATIENT_MS })
  await connectShop(panel, evolution, 'sol-bakery', { profileName: 'Padaria Sol', house })
  await connectShop(panel, evolution, 'sol-orders', { profileName: 'Sol Orders', house })
  await connectShop(panel, evolution, 'sol-cafe', { profileName: 'Sol Café', house })
  await panel.instances.create({ name: 'try-it', channel: 'simulator', house })
  await panel.access.create({ instanceName: null, pattern: '+55 11 90000 0000', type: 'block', reason: 'Keeps sending advertising' })
  await panel.access.create({ instanceName: 'sol-orders', pattern: '1900*', type: 'block', reason: 'Numbers that cost extra' })
  await panel.access.create({ instanceName: 'sol-bakery', pattern: '+1 202 555 0199', type: 'block', reason: null })
  await panel.system.apiKeys.create({ name: 'Web shop', scope: 'send', instanceNames: ['sol-orders'] })

  await liveThrough(panel, evolution)
  const live = await watchLive(panel)
  const traces: Record<string, string> = {}
  for (const said of script) {
    setBackBy(said.ago * MINUTE_MS)
    await ask(evolution, said)
    if (said.answer.type === 'is writing') {
      await live.until(
        (event) => event.type === 'stream.delta' && said.answer.type === 'is writing' && said.answer.text.startsWith(event.text),
      )
      continue
    }
    const trace = await live.untilTrace(({ messagePreview, completedAt }) => messagePreview === said.text && completedAt !== null)
    traces[said.text] = trace.id
  }
  const writing = script.at(-1)
  setBackBy(0)
  // An account that somebody has to look at.
  await panel.instances.create({
    isAnswering: true,
    name: 'sol-downtown',
    channel: 'whatsapp',
    provider: 'evolution',
    settings: { url: evolution.url },
    secrets: { apiKey: evolution.apiKey },
    house,
  })
  for (const { id, name } of (await panel.conversations.list({ limit: 100 })).items) {
    if (name !== 'Rui Carvalho' && name !== 'Ben Carter') await panel.conversations.markRead({ id })
  }
  live.stop()
  const conversations = (await panel.conversations.list({ limit: 100 })).items
  await addWhatPeopleKnow(panel, conversations)
  const idOf = (name: string) => conversations.find((conversation) => conversation.name === name)?.id ?? ''
  return {
    liveConversationId: idOf(writing?.name ?? ''),
    doubtfulConversationId: idOf('João Pedro'),
    mediaConversationId: idOf('Lucía Romero'),
    answeredTraceId: traces['Strawberry, for Saturday! 🎂'] ?? '',
    failedTraceId: traces['My order number 4417 has not arrived yet'] ?? '',
    end: () => setBackBy(0),
  }
}
