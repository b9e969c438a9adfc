import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { agents } from '../../../src-renderer/i18n/en/agents.ts'
import { startAgentServer } from '../../support/agent-server.ts'
import { findBarriers } from '../../support/axe.ts'
import { watchLive } from '../../support/hub.ts'
import { type Panel, wideElements } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { saveAgent } from '../../support/saved-agent.ts'

describe('the rules of an instance', () => {
  let panel: Panel
  let page: Page
  panelForAll(async (opened) => {
    panel = opened
    page = opened.page
    const server = await startAgentServer({ shape: 'run' })
    await saveAgent(panel.omni.panel, { url: server.url, agentId: 'billing', shape: 'run' })
    await panel.omni.panel.instances.create({ name: 'shop', channel: 'simulator' })
  })
  const rule = (number: number) => page.getByRole('listitem', { name: `Rule ${number}`, exact: true })
  const pick = async (field: string, option: string, within = page.locator('main')): Promise<void> => {
    await within.getByRole('combobox', { name: field }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }

  it('are written down, tried before they are saved, and decide who answers', async () => {
    await page.goto(`${panel.omni.url}/#/instances/shop/routing`)
    await page.getByText(agents.routing.empty).waitFor()
    await page.getByRole('button', { name: agents.routing.add }).click()
    await page.getByText(agents.routing.incomplete).waitFor()
    await rule(1).getByRole('combobox', { name: agents.routing.words }).fill('invoice')
    await page.keyboard.press('Enter')
    await pick(agents.routing.thenAgent, 'billing', rule(1))
    await page.getByText(agents.routing.incomplete).waitFor({ state: 'detached' })

    await page.getByRole('textbox', { name: agents.routing.tryMessage }).fill('Where is my invoice?')
    await page.getByRole('button', { name: agents.routing.tryAction }).click()
    await page.locator('output').getByText('billing', { exact: true }).waitFor()
    await rule(1).getByText('"invoice" is in the message.').waitFor()
    await page.getByRole('textbox', { name: agents.routing.tryMessage }).fill('Do you deliver?')
    await page.getByRole('button', { name: agents.routing.tryAction }).click()
    await page.locator('output').getByText('No rule holds, so House agent answers as usual.').waitFor()

    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
    const live = await watchLive(panel.omni.panel)
    const { id } = await panel.omni.panel.simulator.open({ instanceName: 'shop' })
    await panel.omni.panel.simulator.say({ conversationId: id, text: 'My invoice, please', clientId: '1' })
    const trace = await live.untilTrace((one) => one.completedAt !== null)
    live.stop()
    expect(trace.agentName).toBe('billing')
  })

  it('are put in their order by keyboard alone, and taken away', async () => {
    await page.getByRole('button', { name: agents.routing.add }).press('Enter')
    await rule(2).getByRole('combobox', { name: agents.routing.words }).fill('refund')
    await page.keyboard.press('Enter')
    await pick(agents.routing.thenAgent, 'billing', rule(2))
    await rule(2).getByRole('button', { name: 'Move rule 2 up' }).press('Enter')
    await rule(1).getByText('refund').waitFor()
    await page.getByRole('button', { name: 'Save changes' }).press('Enter')
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
    const saved = (await panel.omni.panel.instances.get({ name: 'shop' })).routing.rules
    expect(saved.map(({ when }) => (when.kind === 'keywords' ? when.words : null))).toEqual([['refund'], ['invoice']])
    await rule(1).getByRole('button', { name: 'Remove rule 1' }).press('Enter')
    await rule(1).getByText('invoice').waitFor()
    await page.getByRole('button', { name: 'Discard' }).press('Enter')
    await rule(2).waitFor()
  })

  it('name what is wrong with a pattern', async () => {
    await pick(agents.routing.when, agents.routing.when_pattern, rule(2))
    await rule(2).getByRole('textbox', { name: agents.routing.pattern }).fill('(')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page
      .getByText(/The pattern "\(" cannot be read/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Discard' }).press('Enter')
  })

  it('can be read by everybody, and fit a small window', async () => {
    await page.setViewportSize({ width: 1024, height: 640 })
    await pick(agents.routing.when, agents.routing.when_schedule, rule(1))
    await pick(agents.routing.when, agents.routing.when_intent, rule(2))
    expect(await findBarriers(page)).toEqual([])
    expect(await wideElements(page)).toEqual([])
    await page.getByRole('button', { name: 'Discard' }).click()
  })
})
