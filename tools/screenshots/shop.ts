/** Fills a hub with a small, believable shop. */

import { sendFile } from '../../test/support/attach.ts'
import type { FakeEvolution } from '../../test/support/evolution-server.ts'
import { type PanelClient, watchLive } from '../../test/support/hub.ts'
import { pngOf, wavOf } from '../../test/support/media.ts'
import { type ScriptedChannel, textFrom } from '../../test/support/scripted-channel.ts'
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
  /** The conversation with a contact card and a place. */
  cardsConversationId: string
  /** The conversation with a message that waits to be sent. */
  heldConversationId: string
  /** The conversation of an account that does not answer yet. */
  quietConversationId: string
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

/** What a phone shares besides texts. */
async function sendCards(evolution: FakeEvolution, seconds: number): Promise<void> {
  const who = { from: '351912345678', name: 'Inês Duarte' }
  const vcard =
    'BEGIN:VCARD\nVERSION:3.0\nN:Moreira;Tomás;;;\nFN:Tomás Moreira\nTEL;type=CELL;waid=351913334444:+351 913 334 444\nEND:VCARD'
  await evolution.deliverInbound('sol-orders', {
    ...who,
    timestamp: seconds - 50,
    messageType: 'contactMessage',
    message: { contactMessage: { displayName: 'Tomás Moreira', vcard } },
  })
  await evolution.deliverInbound('sol-orders', {
    ...who,
    timestamp: seconds - 40,
    messageType: 'locationMessage',
    message: {
      locationMessage: {
        degreesLatitude: 38.7139,
        degreesLongitude: -9.1394,
        name: 'Miradouro da Graça',
        address: 'Calçada da Graça, Lisboa',
      },
    },
  })
}

/** A number that is spared: what the person writes waits for the hour to pass. Gives its conversation. */
async function holdMessage(panel: PanelClient, channel: ScriptedChannel): Promise<string> {
  await panel.instances.create({
    name: 'sol-phone',
    displayName: 'Sol Phone',
    channel: 'whatsapp',
    provider: 'scripted',
    isAnswering: true,
    house,
    behaviour: { gatherWindowMs: 0, health: { replyOnly: false, perHour: 1, newContactsPerDay: 5, pauseMinMs: 0, pauseMaxMs: 0 } },
  })
  const live = await watchLive(panel)
  await channel.tell('sol-phone', textFrom('5511955554444', 'Do you have gluten-free bread?'))
  await live.untilTrace((trace) => trace.instanceName === 'sol-phone' && trace.completedAt !== null)
  const [conversation] = (await panel.conversations.list({ instanceName: 'sol-phone' })).items
  const conversationId = conversation?.id ?? ''
  await panel.conversations.sendText({
    conversationId,
    text: 'Yes, from Thursday on. Shall I keep one for you?',
    clientId: 'held',
    by: 'Sofia',
  })
  await live.until((event) => event.type === 'message.changed' && event.message.delivery?.held != null)
  live.stop()
  return conversationId
}

export async function openShop(panel: PanelClient, evolution: FakeEvolution, channel: ScriptedChannel): Promise<Shop> {
  setBackBy((DAYS.length + 2) * DAY_MINUTES * MINUTE_MS)
  await panel.agents.update({ id: 'house', timeoutMs: PATIENT_MS })
  await connectShop(panel, evolution, 'sol-bakery', {
    displayName: 'Sol Bakery',
    profileName: 'Padaria Sol',
    number: '5511987650000',
    house,
  })
  await connectShop(panel, evolution, 'sol-orders', {
    displayName: 'Sol Orders',
    profileName: 'Sol Orders',
    number: '5511987650001',
    house,
  })
  await connectShop(panel, evolution, 'sol-cafe', {
    displayName: 'Café do Sol ☕',
    profileName: 'Sol Café',
    number: '5511987650002',
    house,
  })
  await panel.instances.create({ name: 'try-it', displayName: 'Try it', channel: 'simulator', house })
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
    displayName: 'Sol Downtown',
    channel: 'whatsapp',
    provider: 'evolution',
    settings: { url: evolution.url },
    secrets: { apiKey: evolution.apiKey },
    house,
  })
  await connectShop(panel, evolution, 'sol-market', {
    displayName: 'Sol Market',
    profileName: 'Sol Market',
    number: '5511987650003',
    isAnswering: false,
    house,
  })
  const seconds = Math.floor(Date.now() / 1000)
  await evolution.deliverInbound('sol-market', {
    from: '5511933332222',
    name: 'Beatriz Nogueira',
    text: 'Are you at the market today?',
    timestamp: seconds - 60,
  })
  await sendCards(evolution, seconds)
  const heldConversationId = await holdMessage(panel, channel)
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
    cardsConversationId: idOf('Inês Duarte'),
    heldConversationId,
    quietConversationId: idOf('Beatriz Nogueira'),
    answeredTraceId: traces['Strawberry, for Saturday! 🎂'] ?? '',
    failedTraceId: traces['My order number 4417 has not arrived yet'] ?? '',
    end: () => setBackBy(0),
  }
}
