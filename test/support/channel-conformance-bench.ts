/** What every test of the channel conformance suite works with: one hub, one account, and looks at both ends. */
import { expect } from 'vitest'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { drivers } from '../../src-main/hub/channels/registry.ts'
import type { Message } from '../../src-shared/contract/conversations.ts'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import type { Trace } from '../../src-shared/contract/traces.ts'
import { type ConformanceAgent, createConformanceAgent, echo } from './channel-conformance-agent.ts'
import { type ChannelPlatform, type Declared, declared, neededVerbs, type Received, type Said } from './channel-conformance-platform.ts'
import { freePort } from './free-port.ts'
import { type PanelClient, startTestHub, type TestHub } from './hub.ts'
import { whenConnection } from './whatsapp-server/linked-shop.ts'

/** The account of the suite. */
export const SHOP = 'shop'
/** At once, and a message for each paragraph: what an answer becomes does not depend on its length. */
const BEHAVIOUR: Partial<Behaviour> = {
  gatherWindowMs: 0,
  splitPauseMinMs: 0,
  splitPauseMaxMs: 0,
  splitting: 'paragraphs',
  groupMode: 'mention',
}

/** A platform that has every verb: the suite only calls those that the declarations ask for. */
export type WholePlatform = Required<ChannelPlatform<unknown, Said>>

export interface Bench {
  driver: ChannelDriver
  is: Declared
  platform: WholePlatform
  omni: TestHub
  readonly panel: PanelClient
  agent: ConformanceAgent
  /** A text that nobody has written before. */
  newQuestion(): string
  texts(chat: unknown): Promise<string[]>
  /** Waits until the account has said exactly this in the chat. */
  hasSaid(chat: unknown, ...texts: string[]): Promise<void>
  /** Somebody new asks, and is answered. */
  answeredChat(): Promise<{ chat: unknown; question: string; message: Said; conversationId: string }>
  /** Somebody new asks and is answered: whatever came before has been looked at. */
  settle(): Promise<void>
  /** The turn of a question, once the hub has it. */
  turnOf(question: string): Promise<Trace>
  endedTurnOf(question: string): Promise<Trace>
  messages(conversationId: string): Promise<Message[]>
  connection(name?: string): Promise<{ state: string; message: string | null }>
  connect(name?: string): Promise<void>
  stop(): Promise<void>
}

/** Of the hub, an adapter has what people in front of it have. */
export type HubOfPlatform = Pick<TestHub, 'panel' | 'url'> & Pick<TestHub['hub'], 'readMedia'>
export type StartPlatform<Chat, Message extends Said> = (hub: HubOfPlatform) => Promise<ChannelPlatform<Chat, Message>>

let questions = 0

export async function openBench<Chat, M extends Said>(driver: ChannelDriver, start: StartPlatform<Chat, M>): Promise<Bench> {
  const is = declared(driver)
  const agent = createConformanceAgent()
  let omni: TestHub | null = null
  const running = (): TestHub => {
    if (omni === null) throw new Error('the hub is not started yet')
    return omni
  }
  const own = await start({
    get panel() {
      return running().panel
    },
    get url() {
      return running().url
    },
    readMedia: (id) => running().hub.readMedia(id),
  })
  for (const [verb, why] of Object.entries(neededVerbs(is)))
    if (own[verb as keyof typeof own] === undefined)
      throw new Error(`The adapter of "${driver.type.label}" needs \`${verb}\`, since of the channel it is said that ${why}.`)
  const platform = own as unknown as WholePlatform
  // The same after a restart, since platforms call it there.
  omni = await startTestHub({
    env: { OMNI_PORT: String(await freePort()) },
    agents: agent.agents,
    drivers: drivers.includes(driver) ? [] : [driver],
  })

  const bench: Bench = {
    driver,
    is,
    platform,
    omni,
    agent,
    get panel() {
      return running().panel
    },
    newQuestion() {
      questions += 1
      return `Question ${questions}?`
    },
    texts: async (chat) => (await platform.received(chat)).map(({ text }: Received) => text),
    async hasSaid(chat, ...texts) {
      await expect.poll(() => bench.texts(chat), { timeout: 25_000 }).toEqual(texts)
    },
    async answeredChat() {
      const chat = await platform.newChat()
      const question = bench.newQuestion()
      const message = await platform.write(chat, question)
      await bench.hasSaid(chat, echo(question))
      const { conversationId } = await bench.endedTurnOf(question)
      return { chat, question, message, conversationId: conversationId ?? '' }
    },
    async settle() {
      await bench.answeredChat()
    },
    turnOf: (question) => turn(bench, question, () => true),
    endedTurnOf: (question) => turn(bench, question, ({ completedAt }) => completedAt !== null),
    messages: async (conversationId) => (await bench.panel.conversations.messages({ conversationId })).items,
    connection: async (name = SHOP) => (await bench.panel.instances.get({ name })).connection,
    async connect(name = SHOP) {
      await bench.panel.instances.connect({ name })
      await whenConnection(bench.panel, name, ({ state }) => state === 'connected')
    },
    async stop() {
      await running().stop()
      await own.stop()
    },
  }
  const { settings, secrets, behaviour } = own.account
  await bench.panel.instances.create({
    name: SHOP,
    channel: driver.channel,
    provider: driver.provider,
    isAnswering: true,
    ...(settings === undefined ? {} : { settings }),
    ...(secrets === undefined ? {} : { secrets }),
    behaviour: { ...BEHAVIOUR, ...behaviour },
  })
  if (own.link === undefined) await bench.connect()
  else await own.link(SHOP)
  return bench
}

async function turn({ panel }: Bench, question: string, is: (trace: Trace) => boolean): Promise<Trace> {
  let found: Trace | undefined
  await expect
    .poll(async () => {
      const { items } = await panel.traces.list({ limit: 100 })
      found = items.find((trace) => trace.messagePreview.includes(question) && is(trace))
      return found !== undefined
    })
    .toBe(true)
  return found as Trace
}
