/** The inbox of a small shop on WhatsApp, as a person sees it in a browser. */
import type { Locator, Page } from 'playwright'
import { afterEach, beforeEach } from 'vitest'
import { conversations } from '../../src-renderer/i18n/en/conversations.ts'
import type { Conversation } from '../../src-shared/contract/conversations.ts'
import { type FakeEvolution, startEvolutionServer } from './evolution-server.ts'
import { type PanelClient, watchLive } from './hub.ts'
import { openPanel, type Panel, type PanelOptions } from './panel.ts'
import { connectShop } from './shop.ts'
import { createTypist, type Typist } from './typist.ts'

export interface Inbox {
  panel: Panel
  page: Page
  hub: PanelClient
  evolution: FakeEvolution
  /** The agent, who says what the test says. */
  sofia: Typist
  /** A customer writes, and the hub has it. */
  writes(name: string, text: string, more?: Parameters<FakeEvolution['deliverInbound']>[1]): Promise<void>
  find(name: string): Promise<Conversation>
  /** Opens it by its address, with what stands behind the question mark. */
  open(name: string, query?: string): Promise<Conversation>
  list: Locator
  thread: Locator
  box: Locator
  close(): Promise<void>
}

/** A new inbox for every test. `use` gets it before the test. */
export function inboxForEach(use: (inbox: Inbox) => void | Promise<void>): void {
  let inbox: Inbox
  beforeEach(async () => {
    inbox = await openInbox()
    await use(inbox)
  })
  afterEach(() => inbox.close())
}

/** Every customer has a number of their own, made from the name. */
export function numberOf(name: string): string {
  return `1555${[...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_000_000, 7) + 1_000_000}`
}

export async function openInbox(context: PanelOptions['context'] = {}): Promise<Inbox> {
  const evolution = await startEvolutionServer()
  const sofia = createTypist('Sofia')
  const panel = await openPanel({ agents: sofia.agents, context: { viewport: { width: 1440, height: 900 }, ...context } })
  const hub = panel.omni.panel
  await connectShop(hub, evolution, 'shop')
  const { page } = panel
  const find = async (name: string): Promise<Conversation> => {
    const found = (await hub.conversations.list({ limit: 200 })).items.find((item) => item.name === name)
    if (found === undefined) throw new Error(`There is no conversation with ${name}.`)
    return found
  }
  return {
    panel,
    page,
    hub,
    evolution,
    sofia,
    find,
    async writes(name, text, more = {}) {
      const live = await watchLive(hub)
      await evolution.deliverInbound('shop', { from: numberOf(name), name, text, ...more })
      await live.until((event) => event.type === 'message.changed' && event.message.author === 'customer')
      live.stop()
    },
    async open(name, query = '') {
      const conversation = await find(name)
      await page.goto(`${panel.omni.url}/#/conversations/${conversation.id}${query}`)
      await page.getByRole('heading', { level: 2, name }).waitFor()
      return conversation
    },
    list: page.getByRole('region', { name: conversations.listLabel }),
    thread: page.getByRole('log', { name: conversations.messages }),
    box: page.getByRole('textbox', { name: conversations.reply }),
    async close() {
      await panel.close()
      await evolution.stop()
    },
  }
}
