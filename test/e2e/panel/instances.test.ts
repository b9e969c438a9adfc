import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import type { Panel } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { connectShop } from '../../support/shop.ts'

/** The list is looked at every second and a half. */
const PATIENCE_MS = 15_000

describe('an instance', () => {
  let evolution: FakeEvolution
  let panel: Panel
  let page: Page
  beforeAll(async () => {
    evolution = await startEvolutionServer({ acknowledgesSends: true })
  })
  afterAll(() => evolution.stop())
  panelForAll(async (opened) => {
    panel = opened
    page = opened.page
    await connectShop(panel.omni.panel, evolution, 'shop')
  })

  const go = (path: string) => page.goto(`${panel.omni.url}/#${path}`)
  const card = () => page.getByRole('article', { name: 'shop' })

  it('has a card that says live how it is, what came last and how much in a day', async () => {
    await go('/instances')
    await card().getByText('Connected as Sol Bakery').waitFor()
    await card().getByText('No message yet').waitFor()
    const live = await watchLive(panel.omni.panel)
    await evolution.deliverInbound('shop', { text: 'Do you open on Saturday?' })
    await card()
      .getByText(/^Last message/)
      .waitFor()
    await live.untilTrace((trace) => trace.completedAt !== null)
    live.stop()
    await page.reload()
    await card().getByText('1 message in 24 hours').waitFor()
    await panel.omni.panel.instances.disconnect({ name: 'shop' })
    await card().getByText('Not connected', { exact: true }).waitFor()
    await card().getByText('· now').waitFor()
    await panel.omni.panel.instances.connect({ name: 'shop' })
    await card().getByText('Connected as Sol Bakery').waitFor()
  })

  it('stops and goes on answering from its menu', async () => {
    const choose = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Actions for shop' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await go('/instances')
    await choose('Stop answering')
    await card().getByText('Switched off').waitFor()
    expect((await panel.omni.panel.instances.get({ name: 'shop' })).isActive).toBe(false)
    await choose('Answer again')
    await card().getByText('Switched off').waitFor({ state: 'detached' })
    await card().getByText('Connected as Sol Bakery').waitFor()
  })

  it('opens each of its tabs by its address, and the browser goes back between pages, not tabs', async () => {
    for (const [tab, name] of [
      ['agent', 'Who answers'],
      ['behaviour', 'Behaviour'],
      ['access', 'Access'],
      ['webhook', 'Webhook'],
      ['danger', 'Danger zone'],
      ['connection', 'Connection'],
    ] as const) {
      await go(`/instances/shop/${tab}`)
      await page.getByRole('tab', { name, selected: true }).waitFor()
    }
    await go('/instances')
    await card().getByRole('link', { name: 'shop' }).click()
    await page.getByRole('tab', { name: 'Webhook' }).click()
    await page.waitForURL('**/#/instances/shop/webhook')
    await page.goBack()
    await card().waitFor()
  })

  it('shows the calls of its webhook as they come, and what became of them', async () => {
    await go('/instances/shop/webhook')
    const calls = page.getByRole('table', { name: 'Last calls' })
    await calls.getByRole('cell').first().waitFor()
    const rows = await calls.getByRole('row').count()
    await evolution.deliverInbound('shop', { text: 'And on Sunday?' })
    await expect.poll(() => calls.getByRole('row').count(), { timeout: PATIENCE_MS }).toBeGreaterThan(rows)
    await calls
      .getByRole('row', { name: /messages\.upsert.*Accepted.*200/ })
      .first()
      .waitFor()
    await fetch(`${panel.omni.url}/webhook/evolution/shop`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    await calls.getByText('The webhook secret is missing or wrong.').waitFor()
    await calls.getByRole('link', { name: 'Open the trace' }).first().click()
    await page.getByRole('list', { name: 'Steps' }).waitFor()
  })

  it('finds out whether its address can be reached', async () => {
    await go('/instances/shop/webhook')
    await page.getByRole('button', { name: 'Send a test call' }).click()
    await page.getByText(/^It arrived and was accepted, in /).waitFor()
    await page.getByRole('table', { name: 'Last calls' }).getByRole('cell', { name: 'Test call' }).waitFor()
  })

  it('hides its secret, shows a new one once, and tells the Evolution server', async () => {
    await go('/instances/shop/webhook')
    const secret = page.getByRole('region', { name: 'Secret' })
    expect(await secret.getByRole('textbox').first().inputValue()).toMatch(/^•+$/)
    await secret.getByRole('button', { name: 'Renew the secret' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Type shop to confirm' }).fill('shop')
    await dialog.getByRole('button', { name: 'Renew the secret' }).click()
    const fresh = await secret.getByRole('textbox', { name: 'The new secret' }).inputValue()
    expect(fresh).toHaveLength(32)
    const statusWith = async (value: string) =>
      (
        await fetch(`${panel.omni.url}/webhook/evolution/shop`, {
          method: 'POST',
          body: '{"event":"omni.test","data":{}}',
          headers: { 'content-type': 'application/json', 'x-omni-webhook-secret': value },
        })
      ).status
    expect(await statusWith('old')).toBe(401)
    expect(await statusWith(fresh)).toBe(200)
    await expect.poll(() => JSON.stringify(evolution.instance('shop').webhook)).toContain(fresh)
    await secret.getByRole('button', { name: 'Hide it' }).click()
    await secret.getByRole('textbox', { name: 'The new secret' }).waitFor({ state: 'detached' })
    await page.reload()
    await secret.waitFor()
    expect((await page.content()).includes(fresh)).toBe(false)
  })

  it('says on its card when its agent keeps failing', async () => {
    await panel.omni.panel.instances.update({
      name: 'shop',
      agentProfileId: await saveAgent(panel.omni.panel, { url: 'http://127.0.0.1:9', timeoutMs: 1000 }),
    })
    const live = await watchLive(panel.omni.panel)
    for (let n = 0; n < 5; n++) {
      await evolution.deliverInbound('shop', { text: `Question ${n}` })
      await live.untilTrace((trace) => trace.messagePreview === `Question ${n}` && trace.completedAt !== null)
    }
    live.stop()
    await go('/instances')
    await card().getByText('Its agent keeps failing. Customers get the fallback text.').waitFor()
    await go('/')
    const attention = page.getByRole('region', { name: 'Needs attention' })
    await attention.getByText(/^Its agent failed five times in a row/).waitFor()
    await attention.getByRole('link', { name: 'Check who answers' }).click()
    await page.getByRole('tab', { name: 'Who answers', selected: true }).waitFor()
  })
})

describe('an account with a name that is longer than its place', () => {
  let panel: Panel
  panelForAll(
    async (opened) => {
      panel = opened
      for (const name of ['long', 'beside', 'third'])
        await panel.omni.panel.instances.create({
          name,
          channel: 'simulator',
          displayName: name === 'long' ? '<img src=x onerror=alert(1)> Padaria ☀️ and more and more an' : name,
        })
      await panel.omni.panel.setup.endFirstRun()
    },
    () => ({ context: { viewport: { width: 1280, height: 800 } } }),
  )

  it('keeps to its card, beside which the others stand, and no page grows wider for it', async () => {
    const { page } = panel
    await page.goto(`${panel.omni.url}/#/instances`)
    const cards = page.getByRole('article')
    await expect.poll(() => cards.count()).toBe(3)
    const boxes = await cards.evaluateAll((all) => all.map((card) => card.getBoundingClientRect().toJSON()))
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1))
        expect(one.right <= other.left || one.bottom <= other.top, JSON.stringify(boxes)).toBe(true)
    expect(new Set(boxes.map(({ width }) => Math.round(width))).size).toBe(1)
    for (const path of ['/instances', '/instances/long', '/']) {
      await page.goto(`${panel.omni.url}/#${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(1280)
    }
  })
})
