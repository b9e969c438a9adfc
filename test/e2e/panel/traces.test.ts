import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { findBarriers } from '../../support/axe.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import { goTo, openPanel, type Panel } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'

const AGENT_KEY = 'agent-key-that-nobody-may-read'

describe('traces', () => {
  let evolution: FakeEvolution
  let agent: AgentServer
  let panel: Panel
  let page: Page

  // One day of two shops: answered, answered by a fallback text, not answered.
  beforeAll(async () => {
    evolution = await startEvolutionServer()
    agent = await startAgentServer({ shape: 'run', apiKey: AGENT_KEY })
    panel = await openPanel()
    page = panel.page
    const { panel: hub } = panel.omni
    const sofia = { url: agent.url, agentId: 'sofia', shape: 'run', timeoutMs: 10_000 }
    await connectShop(hub, evolution, 'bakery', { agent: { ...sofia, apiKey: AGENT_KEY } })
    await connectShop(hub, evolution, 'clinic', { agent: { ...sofia, apiKey: 'wrong' } })
    await hub.access.create({ instanceName: 'bakery', pattern: '15559990000', type: 'block' })
    const live = await watchLive(hub)
    const ended = (state: string) => live.untilTrace((trace) => trace.state === state)
    await evolution.deliverInbound('bakery', { from: '15552223333', name: 'Ann', text: 'Do you open on Saturday?' })
    await ended('completed')
    await evolution.deliverInbound('clinic', { from: '15554445555', name: 'Bob', text: 'Is Doctor Silva in?' })
    await ended('failed')
    await evolution.deliverInbound('bakery', { from: '15559990000', name: 'Mallory', text: 'Buy my watches' })
    await ended('stopped')
    live.stop()
    await goTo(page, 'Traces')
  })
  afterAll(async () => {
    await panel.close()
    await evolution.stop()
    await agent.stop()
  })

  const rows = () => page.getByRole('region', { name: 'Traces' }).getByRole('link')
  const shows = (...texts: RegExp[]) =>
    expect
      .poll(async () => {
        const found = await rows().allTextContents()
        return found.length === texts.length && texts.every((text, index) => text.test(found[index] ?? ''))
      })
      .toBe(true)
  const choose = async (input: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: input }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }

  it('are listed newest first, each with its outcome and its reason', async () => {
    await shows(
      /Not answered.*Mallory.*Buy my watches.*The sender is blocked by rule/,
      /Failed.*Bob.*Is Doctor Silva in\?.*The fallback text was sent\./,
      /Answered.*Ann.*Do you open on Saturday\?.*Answered\./,
    )
  })

  it('are found by outcome, instance and text, and all come back', async () => {
    await choose('Outcome', 'Failed')
    await shows(/Bob/)
    await choose('Account', 'bakery')
    await page.getByText('Nothing matches').waitFor()
    await page.getByRole('button', { name: 'Clear all' }).click()
    await shows(/Mallory/, /Bob/, /Ann/)
    await page.getByRole('searchbox', { name: 'Search by contact or text' }).fill('saturday')
    await shows(/Ann/)
    await page.getByRole('button', { name: 'Clear search' }).click()
    await choose('How long it took', 'Over 2 minutes')
    await page.getByText('Nothing matches').waitFor()
    await page.getByRole('button', { name: 'Clear all' }).click()
    await choose('When', 'Last hour')
    await shows(/Mallory/, /Bob/, /Ann/)
    await choose('When', 'Last hour')
    await choose('Account', 'bakery')
    await shows(/Mallory/, /Ann/)
    await choose('Account', 'bakery')
    await shows(/Mallory/, /Bob/, /Ann/)
  })

  it('keep every filter in the address, for Back and for a link to a colleague', async () => {
    await choose('Outcome', 'Failed')
    await shows(/Bob/)
    expect(page.url()).toContain('#/traces?outcome=failed')
    await page.getByRole('searchbox', { name: 'Search by contact or text' }).fill('silva')
    await expect.poll(() => page.url()).toContain('query=silva')
    const link = page.url()
    await choose('Outcome', 'Answered')
    await page.getByText('Nothing matches').waitFor()
    await page.goBack()
    await shows(/Bob/)
    expect(page.url()).toBe(link)
    const colleague = await panel.openWindow(link.slice(link.indexOf('#') + 1))
    await colleague.getByRole('link', { name: /Bob/ }).waitFor()
    expect(await colleague.getByRole('combobox', { name: 'Outcome' }).inputValue()).toBe('Failed')
    expect(await colleague.getByRole('searchbox', { name: 'Search by contact or text' }).inputValue()).toBe('silva')
    await colleague.close()
    await page.getByRole('button', { name: 'Clear all' }).click()
    await shows(/Mallory/, /Bob/, /Ann/)
    expect(page.url().endsWith('#/traces')).toBe(true)
  })

  it('follow the instance that the whole panel shows, and a link the other way', async () => {
    await page
      .getByRole('button', { name: /Show only one account|All accounts/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'clinic' }).click()
    await shows(/Bob/)
    await expect.poll(() => page.url()).toContain('instance=clinic')
    await page.getByRole('button', { name: 'Clear all' }).click()
    await shows(/Mallory/, /Bob/, /Ann/)
  })

  it('are found by everything that REST can ask for', async () => {
    const more = async (fill: (form: Locator) => Promise<void>) => {
      await page.getByRole('button', { name: /more filter|More filters/ }).click()
      const form = page.getByRole('dialog')
      await fill(form)
      await form.getByRole('button', { name: 'Apply' }).click()
      await form.waitFor({ state: 'hidden' })
    }
    const pick = async (form: Locator, input: string, option: string) => {
      await form.getByRole('combobox', { name: input }).click()
      await form.getByRole('option', { name: option, exact: true }).click()
    }
    await more(async (form) => {
      await pick(form, 'Why not answered', 'Sender has no access')
      expect(await findBarriers(page)).toEqual([])
    })
    await shows(/Mallory/)
    await page.getByText('Why not answered: Sender has no access').waitFor()
    await page.getByRole('button', { name: 'Remove the filter Why not answered' }).click()
    await shows(/Mallory/, /Bob/, /Ann/)
    await more((form) => form.getByRole('textbox', { name: 'Phone number' }).fill('+1 (555) 222-3333'))
    await shows(/Ann/)
    await page.getByRole('button', { name: 'Clear all' }).click()
    await more(async (form) => {
      await pick(form, 'With an error', 'Yes')
      await pick(form, 'Channel', 'WhatsApp')
    })
    await shows(/Bob/)
    await more((form) => pick(form, 'Kind of message', 'Picture'))
    await page.getByText('Nothing matches').waitFor()
    await page.getByRole('button', { name: 'Clear all' }).click()
    await more((form) => form.getByLabel('Received until').fill('2020-01-01T10:00'))
    await page.getByText('Nothing matches').waitFor()
    expect(page.url()).toContain('to=2020-01-01T10%3A00')
    await page.getByRole('button', { name: 'Clear all' }).click()
    const session = (await panel.omni.panel.traces.list({ query: 'Ann' })).items[0]?.sessionName ?? ''
    await more((form) => form.getByRole('textbox', { name: 'Session', exact: true }).fill(session))
    await shows(/Ann/)
    await page.getByRole('button', { name: 'Clear all' }).click()
    await shows(/Mallory/, /Bob/, /Ann/)
  })

  it('tell one message’s whole way, step by step, under the sentence that sums it up', async () => {
    await rows().filter({ hasText: 'Ann' }).click()
    await page.getByRole('heading', { level: 1, name: 'Answered.' }).waitFor()
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem')
    expect(await steps.count()).toBe(5)
    for (const [index, stage] of ['Receive', 'Admit', 'Gather', 'Think', 'Deliver'].entries())
      await steps.nth(index).getByText(stage, { exact: true }).waitFor()
    await steps.nth(3).getByText('sofia answered.').waitFor()
    await page.getByText('longest').waitFor()
    await page.getByRole('link', { name: 'Open the conversation' }).click()
    await page.getByRole('log', { name: 'Messages' }).getByText('echo: Do you open on Saturday?').waitFor()
    await page.goBack()
  })

  it('are run again beside what was sent then, and nothing reaches the customer', async () => {
    const sends = evolution.receivedBy('sendText').length
    await page.getByRole('button', { name: 'Run again as a dry run' }).click()
    await page.getByText(/^Dry run by sofia in/).waitFor()
    for (const name of ['Sent then', 'Would be sent now'])
      await page.getByRole('region', { name }).getByText('echo: Do you open on Saturday?').waitFor()
    expect(evolution.receivedBy('sendText').length).toBe(sends)
  })

  it('show what was sent and received, and no secret', async () => {
    const secrets = [AGENT_KEY, evolution.apiKey, evolution.instance('bakery').token, webhookSecret()]
    for (const name of ['Event from the platform', 'Request to the agent', 'The agent’s answer', 'Request to the platform']) {
      await page.getByRole('button', { name, expanded: false }).first().click()
      await page.getByRole('region', { name }).first().waitFor()
    }
    const request = page.getByRole('region', { name: 'Request to the agent' })
    await request.getByText('"message_content"').waitFor()
    await request.getByRole('button', { name: 'Fold /', exact: true }).click()
    await request.getByText('"message_content"').waitFor({ state: 'hidden' })
    await request.getByText(/\d+ entries/).waitFor()
    await request.getByRole('button', { name: 'Unfold /', exact: true }).click()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('region', { name: 'Request to the platform' }).getByText('echo: Do you open on Saturday?').waitFor()
    const everything = (await page.getByRole('main').textContent()) ?? ''
    expect(everything).toContain('Do you open on Saturday?')
    for (const secret of secrets) expect(everything).not.toContain(secret)
  })

  it('say that new ones came, and move nothing until one wants to see them', async () => {
    await goTo(page, 'Traces')
    await shows(/Mallory/, /Bob/, /Ann/)
    await evolution.deliverInbound('bakery', { from: '15552223333', name: 'Ann', text: 'And on Sunday?' })
    const line = page.getByRole('button', { name: '1 new trace' })
    await line.waitFor()
    await shows(/Mallory/, /Bob/, /Ann/)
    await evolution.deliverInbound('bakery', { from: '15552223333', name: 'Ann', text: 'And on Monday?' })
    await page.getByRole('button', { name: '2 new traces' }).click()
    await shows(/Answered.*And on Monday\?/, /Answered.*And on Sunday\?.*Answered\./, /Mallory/, /Bob/, /Ann/)
  })

  it('are compared: what was answered word by word, and each step', async () => {
    await rows().filter({ hasText: 'Sunday' }).click()
    await page.getByRole('button', { name: 'Compare…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Compare with which trace?' })
    await dialog.getByRole('searchbox').fill('monday')
    await dialog.getByRole('link').filter({ hasText: 'Monday' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('link').filter({ hasText: 'Monday' }).click()
    await page.getByRole('heading', { level: 1, name: 'Compare traces' }).waitFor()
    const answers = page.getByRole('region', { name: 'What was answered' })
    await answers.locator('del').getByText('Sunday').waitFor()
    await answers.locator('ins').getByText('Monday').waitFor()
    const steps = page.getByRole('table')
    for (const stage of ['Receive', 'Admit', 'Gather', 'Think', 'Deliver']) await steps.getByRole('rowheader', { name: stage }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('link', { name: 'Swap' }).click()
    await answers.locator('del').getByText('Monday').waitFor()
  })

  function webhookSecret(): string {
    const secret = evolution.instance('bakery').webhook?.headers['x-omni-webhook-secret']
    if (secret === undefined) throw new Error('The webhook has no secret.')
    return secret
  }

  it('show a message that is left to a person as handed over, in the list and in the trace', async () => {
    const hub = panel.omni.panel
    await hub.instances.create({ name: 'kiosk', channel: 'simulator', house: { openingHours: 'We open at 9.' } })
    const { id } = await hub.simulator.open({ instanceName: 'kiosk' })
    const live = await watchLive(hub)
    const { turnId } = await hub.simulator.say({ conversationId: id, text: 'I lost my umbrella', clientId: 'lost' })
    await live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null)
    live.stop()
    await page.goto(`${panel.omni.url}/#/traces?instance=kiosk`)
    await rows().first().getByText('Handed over', { exact: true }).waitFor()
    await page.goto(`${panel.omni.url}/#/traces/${turnId}`)
    await page.getByRole('heading', { level: 1, name: 'The customer was told that a person will answer.' }).waitFor()
    await page.getByText('Handed over by').waitFor()
    expect(await page.getByText('Answered by').count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
  })
})
