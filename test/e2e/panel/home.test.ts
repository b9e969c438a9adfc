import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchLive } from '../../support/hub.ts'
import { openPanel, type Panel } from '../../support/panel.ts'
import { createTypist } from '../../support/typist.ts'

describe('Home', () => {
  let panel: Panel
  let page: Page
  beforeAll(async () => {
    const sofia = createTypist('Sofia')
    panel = await openPanel({ agents: sofia.agents })
    page = panel.page
    const { panel: hub } = panel.omni
    await hub.instances.create({ name: 'shop', channel: 'simulator', behaviour: { gatherWindowMs: 0 } })
    const live = await watchLive(hub)
    const conversation = await hub.simulator.open({ instanceName: 'shop' })
    await hub.simulator.say({ conversationId: conversation.id, text: 'Do you open on Saturday?', clientId: '1' })
    await sofia.asked(1)
    sofia.finish('We open at nine.')
    await live.untilTrace((trace) => trace.state === 'completed')
    live.stop()
    await page.reload()
    await page.getByRole('region', { name: 'How it went' }).waitFor()
  })
  afterAll(() => panel.close())

  it('says how many, how well and how fast, of the period that is chosen', async () => {
    const figures = page.getByRole('region', { name: 'How it went' })
    await figures.getByText('100%').waitFor()
    expect(await figures.locator('dl > div').first().textContent()).toMatch(/^Messages1/)
    await figures.getByText('7 days').click()
    await figures.getByText('100%').waitFor()
  })

  it('draws them with a sentence for those who do not see it, and as a table', async () => {
    const panelOf = page.getByRole('region', { name: 'Over time' }).first()
    await panelOf.getByRole('img', { name: /^1 messages: 1 answered/ }).waitFor()
    await panelOf.getByRole('button', { name: 'As a table' }).click()
    expect(await panelOf.getByRole('row').count()).toBe(8)
    await panelOf.getByRole('button', { name: 'As a chart' }).click()
    await page.getByRole('region', { name: 'By account' }).getByRole('link', { name: 'shop' }).waitFor()
  })

  it('says that Omni had to start itself again until that is dismissed', async () => {
    panel.omni.hub.faults.note('restarted')
    await page.reload()
    const attention = page.getByRole('region', { name: 'Needs attention' })
    const told = attention.getByText(/^Omni met with an unexpected error and started itself again/)
    await told.waitFor()
    await attention.getByRole('button', { name: 'Dismiss' }).click()
    await told.waitFor({ state: 'detached' })
    expect((await panel.omni.panel.system.home()).attention).toEqual([])
  })

  it('fits the smallest window', async () => {
    await page.setViewportSize({ width: 1024, height: 640 })
    const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect(isWide).toBe(false)
  })
})
