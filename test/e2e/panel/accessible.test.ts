import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import { openPanel, type Panel } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'
import { createTypist } from '../../support/typist.ts'

/** A page of the panel, and what is on it when it can be judged. */
type Place = [name: string, path: () => string, isReady: (page: Page) => Promise<unknown>]

describe('no serious or critical barrier (axe), in light and dark, is on', () => {
  let evolution: FakeEvolution
  let panel: Panel
  let page: Page
  let conversationId = ''
  let traceId = ''

  const heading = (name: string) => (page: Page) => page.getByRole('heading', { level: 1, name }).waitFor()

  const isOpenToAll = async () => expect(await findBarriers(page)).toEqual([])
  const go = (path: string) => page.goto(`${panel.omni.url}/#${path}`)

  beforeAll(async () => {
    evolution = await startEvolutionServer()
    const sofia = createTypist('Sofia')
    panel = await openPanel({ agents: sofia.agents, context: { colorScheme: 'light' } })
    page = panel.page
    await page.getByRole('button', { name: /^Try it here/ }).waitFor()
    await isOpenToAll()
    // The answer that is being written is so until the last page was looked at, however long that takes.
    await panel.omni.panel.agents.update({ id: 'house', timeoutMs: 600_000 })
    await connectShop(panel.omni.panel, evolution, 'shop')
    const live = await watchLive(panel.omni.panel)
    // One answer that may have been sent, one that was sent, one that is being written.
    evolution.failNext('sendText', { kind: 'reset' })
    for (const [index, answer] of ['Good morning!', 'We open at nine.'].entries()) {
      await evolution.deliverInbound('shop', { text: 'Do you open on Saturday?' })
      await sofia.asked(index + 1)
      sofia.finish(answer)
      const ended = await live.until(
        (event) => event.type === 'trace.changed' && event.trace.completedAt !== null && event.trace.id !== traceId,
      )
      if (ended.type === 'trace.changed') traceId = ended.trace.id
    }
    live.stop()
    await evolution.deliverInbound('shop', { text: 'And on Sunday?' })
    await sofia.asked(3)
    sofia.write('On Sunday we open at')
    conversationId = (await panel.omni.panel.conversations.list({})).items[0]?.id ?? ''
  })
  afterAll(async () => {
    await panel.close()
    await evolution.stop()
  })

  const places: Place[] = [
    ['Home', () => '/', (page) => page.getByText('A message may have been sent. Check it and decide.').waitFor()],
    ['Accounts', () => '/instances', (page) => page.getByRole('article', { name: 'shop' }).waitFor()],
    ...['connection', 'agent', 'behaviour', 'access', 'webhook', 'danger'].map(
      (tab): Place => [
        `the ${tab} of an instance`,
        () => `/instances/shop/${tab}`,
        (page) => page.getByRole('tabpanel').getByRole('heading').first().waitFor(),
      ],
    ),
    ['the wizard', () => '/instances/new', heading('What do you want to connect?')],
    ['Conversations', () => '/conversations', (page) => page.getByRole('heading', { name: 'Choose a conversation' }).waitFor()],
    // The list of messages is hidden, to those who hear it too, until it stands where it begins.
    ['a conversation', () => `/conversations/${conversationId}`, (page) => page.getByRole('button', { name: 'Resend' }).waitFor()],
    ['Access', () => '/access', (page) => page.getByText('There are no rules yet.').waitFor()],
    ['Traces', () => '/traces', (page) => page.getByRole('region', { name: 'Traces' }).getByRole('link').first().waitFor()],
    ['a trace', () => `/traces/${traceId}`, (page) => page.getByRole('list', { name: 'Steps' }).waitFor()],
    ...['Appearance', 'Notifications', 'API keys', 'Storage', 'Logs', 'About'].map(
      (section): Place => [
        `the ${section} of the settings`,
        () => `/settings/${section.toLowerCase().replace(' ', '-')}`,
        (page) => page.getByRole('region', { name: section, exact: true }).first().waitFor(),
      ],
    ),
    ['the tunnel in the settings', () => '/settings/tunnel', (page) => page.getByRole('radio').first().waitFor()],
    ['the Playground', () => '/playground', (page) => page.getByRole('textbox', { name: 'Write as a customer' }).waitFor()],
  ]
  it.each(places)('%s', async (_name, path, isReady) => {
    await go(path())
    await isReady(page)
    await isOpenToAll()
  })

  it('the further screens of the wizard', async () => {
    await go('/instances/new')
    await page.getByRole('button', { name: /Evolution API/ }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('another')
    await isOpenToAll()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('textbox', { name: 'Server address' }).fill(evolution.url)
    await page.getByLabel('API key').fill(evolution.apiKey)
    await isOpenToAll()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('img', { name: 'QR code to link the phone' }).waitFor()
    await isOpenToAll()
    await page.getByRole('button', { name: 'Do this later' }).click()
    await page.getByRole('heading', { level: 1, name: 'Who answers?' }).waitFor()
    await isOpenToAll()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').waitFor()
    await isOpenToAll()
    // The tick is drawn with the draft, which the page saves.
    await page.getByText('Use a simple greeting', { exact: true }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { level: 1, name: 'Shall it answer now?' }).waitFor()
    await page.getByRole('heading', { name: 'another is set up, but not connected yet' }).waitFor()
    await isOpenToAll()
  })

  it('the palette and the sheet of shortcuts', async () => {
    await go('/instances')
    await page.getByRole('article', { name: 'shop' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Settings' }).waitFor()
    await isOpenToAll()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await isOpenToAll()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('a menu and a dialog', async () => {
    await go('/instances')
    await page.getByRole('button', { name: 'Actions for shop' }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).waitFor()
    await isOpenToAll()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await page.getByRole('textbox', { name: 'Type shop to confirm' }).waitFor()
    await isOpenToAll()
    await page.keyboard.press('Escape')
    await go('/instances/shop/webhook')
    await page.getByRole('button', { name: 'Renew the secret' }).click()
    await page.getByRole('textbox', { name: 'Type shop to confirm' }).waitFor()
    await isOpenToAll()
    await page.keyboard.press('Escape')
  })
})
