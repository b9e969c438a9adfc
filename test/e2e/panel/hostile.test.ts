import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import { goTo, openPanel, type Panel, wideElements } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'

const SCRIPT = '<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>'
/** Turns round what follows it, where it is not held in. */
const RTL = '\u202Egnp.exe\u202C שלום مرحبا'
const LONG = 'x'.repeat(10_000)
const ZALGO = `Z${'\u0301'.repeat(300)}algo`
const TEMPLATE = '{{7*7}} $t(home:title) %s <%= 7*7 %>'

const CUSTOMERS = [
  { from: '15550000001', name: SCRIPT, text: `Hello ${SCRIPT}` },
  { from: '15550000002', name: `RTL ${RTL}`, text: `${RTL} end` },
  { from: '15550000003', name: `Long ${'W'.repeat(9995)}`, text: `Long ${LONG}` },
  { from: '15550000004', name: `Zalgo ${ZALGO}`, text: `${TEMPLATE} ${ZALGO}` },
  { from: '15550000005', name: 'Nul\u0000Bell\u0007', text: 'a\u0000b\u0007c\r\nd' },
]

describe('what a stranger can write', () => {
  let evolution: FakeEvolution
  let panel: Panel
  let page: Page

  beforeAll(async () => {
    evolution = await startEvolutionServer()
    panel = await openPanel({ context: { viewport: { width: 1024, height: 640 } } })
    page = panel.page
    await connectShop(panel.omni.panel, evolution, 'shop', {
      // Not the name of a customer: that would be taken for the shop's own.
      profileName: `Shop ${SCRIPT}`,
      house: { handover: `We say ${SCRIPT} too.` },
      // Two of these are refused as webhooks, and come by the watchdog.
      settings: { watchdogIntervalMs: 1000 },
    })
    const live = await watchLive(panel.omni.panel)
    for (const customer of CUSTOMERS) await evolution.deliverInbound('shop', customer)
    for (const { from } of CUSTOMERS) await live.untilTrace((trace) => trace.contactPhone === from && trace.completedAt !== null)
    live.stop()
  })
  afterAll(async () => {
    await panel.close()
    await evolution.stop()
  })
  beforeEach(() => goTo(page, 'Conversations'))

  const list = () => page.getByRole('region', { name: 'Conversation list' })
  const open = async (name: string | RegExp): Promise<void> => {
    await list()
      .getByRole('link')
      .filter({ has: page.getByText(name, { exact: true }) })
      .click()
    await page.getByRole('log', { name: 'Messages' }).getByRole('article').first().waitFor()
  }
  /** Nothing ran, and nothing can be scrolled sideways. */
  async function isHarmless(): Promise<void> {
    expect(await wideElements(page)).toEqual([])
    expect(await page.evaluate(() => (globalThis as unknown as { pwned?: unknown }).pwned)).toBeUndefined()
  }

  it('is shown as the text that it is, and never runs', async () => {
    await open(SCRIPT)
    const text = `Hello ${SCRIPT}`
    await page.getByRole('log').getByText(text, { exact: true }).waitFor()
    await page.getByRole('heading', { level: 2, name: SCRIPT }).waitFor()
    await page.getByRole('log').getByText(`We say ${SCRIPT} too.`).waitFor()
    expect(await page.locator('main img, main script').count()).toBe(0)
    await isHarmless()
  })

  it('cannot turn the words of the panel around', async () => {
    await open(/^RTL/)
    // Whatever the text does, its time and its state stay behind it in reading order.
    const bubble = page.getByRole('log').getByRole('article').first()
    await bubble.getByText('end').waitFor()
    const [before, after] = await Promise.all([bubble.locator('p').boundingBox(), bubble.locator('time').boundingBox()])
    const isBelow = (after?.y ?? 0) + 1 > (before?.y ?? 0) + (before?.height ?? 0) - 4
    const isBehind = (after?.x ?? 0) + 1 > (before?.x ?? 0) + (before?.width ?? 0)
    expect(isBelow || isBehind).toBe(true)
    await isHarmless()
  })

  it('does not push anything out of a small window, however long', async () => {
    await open(/^Long W/)
    await isHarmless()
    await goTo(page, 'Traces')
    await page.getByRole('region', { name: 'Traces' }).getByRole('link').first().waitFor()
    await isHarmless()
    await page.getByRole('region', { name: 'Traces' }).getByRole('link').filter({ hasText: 'Long' }).first().click()
    await page.getByRole('list', { name: 'Steps' }).waitFor()
    await isHarmless()
    await page.getByRole('button', { name: 'Event from the platform' }).first().click()
    await page.getByRole('region', { name: 'Event from the platform' }).waitFor()
    // A payload keeps its lines and is scrolled in its own box; the page is not.
    expect((await wideElements(page)).filter((element) => !element.startsWith('SECTION'))).toEqual([])
  })

  it('is not taken for a template, and control characters do no harm', async () => {
    await open(/^Zalgo/)
    await page.getByRole('log').getByText(TEMPLATE).waitFor()
    await isHarmless()
    await open('Nul Bell')
    await isHarmless()
  })

  it('finds every page of the panel in order', async () => {
    for (const name of ['Home', 'Accounts', 'Traces', 'Settings'] as const) {
      await goTo(page, name)
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await isHarmless()
    }
    for (const tab of ['connection', 'agent', 'behaviour', 'access', 'webhook', 'danger']) {
      await page.goto(`${panel.omni.url}/#/instances/shop/${tab}`)
      await page.getByRole('tabpanel').waitFor()
      await isHarmless()
    }
    await page.goto(`${panel.omni.url}/#/instances/new`)
    await page.getByRole('heading', { name: 'What do you want to connect?' }).waitFor()
    await isHarmless()
  })
})
