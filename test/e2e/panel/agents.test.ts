import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openaiDialect } from '../../support/agent-dialects.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { findBarriers } from '../../support/axe.ts'
import { watchLive } from '../../support/hub.ts'
import { openPanel, type Panel, settled, wideElements } from '../../support/panel.ts'

describe('the agents', () => {
  let panel: Panel
  let page: Page
  let server: AgentServer

  beforeAll(async () => {
    server = await startAgentServer({ dialect: openaiDialect, apiKey: 'model-key' })
    panel = await openPanel()
    page = panel.page
    for (const name of ['bakery', 'clinic']) await panel.omni.panel.instances.create({ name, channel: 'simulator' })
    await page.goto(`${panel.omni.url}/#/agents`)
    await page.reload()
  })
  afterAll(async () => {
    await panel.close()
    await server.stop()
  })
  const row = (name: string) => page.getByRole('article', { name, exact: true })

  it('lists the house agent from the start, and the accounts that use it', async () => {
    await row('House agent').getByText('Answers for bakery, clinic').waitFor()
    expect(await findBarriers(page)).toEqual([])
  })

  it('makes a new one, whose model is chosen from what the server offers, and tells if it answers', async () => {
    await page.getByRole('link', { name: 'New agent' }).click()
    await page.getByRole('button', { name: /^Language model/ }).click()
    await page.getByRole('button', { name: 'Save agent' }).click()
    await page.getByText('This is needed.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByLabel('Name', { exact: true }).fill('Sofia')
    await page.getByLabel('Server address').fill(`${server.url}/v1`)
    await page.getByLabel(/^API key/).fill('wrong-key')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText(/^It did not answer: The agent refused the key/).waitFor()
    await page.getByRole('combobox', { name: 'Model' }).click()
    await page.getByText(/^The list could not be read: The agent refused the key/).waitFor()
    await page.getByLabel(/^API key/).fill('model-key')
    await page.getByRole('combobox', { name: 'Model' }).click()
    await page.getByRole('option', { name: 'Big one' }).click()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText(/^It answered in/).waitFor()
    await page.getByRole('button', { name: 'Save agent' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sofia' }).waitFor()
    expect(await page.content()).not.toContain('model-key')
    expect(await findBarriers(page)).toEqual([])
  })

  it('lets it answer for an account, and says how it is doing', async () => {
    await page.goto(`${panel.omni.url}/#/instances/bakery/agent`)
    await page.getByRole('radio', { name: 'Sofia' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).last().waitFor()
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
    expect(await findBarriers(page)).toEqual([])
    const { id } = await panel.omni.panel.simulator.open({ instanceName: 'bakery' })
    await panel.omni.panel.simulator.say({ conversationId: id, text: 'Hello', clientId: 'one' })
    await page.goto(`${panel.omni.url}/#/agents`)
    await row('Sofia').getByText('Works').waitFor()
    await row('Sofia').getByText('Answers for bakery').waitFor()
    await row('House agent').getByText('Answers for clinic').waitFor()
  })

  it('duplicates it with its key, and deletes only what answers for nobody', async () => {
    await page.getByRole('button', { name: 'Actions for Sofia' }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).and(page.locator('[data-disabled]')).waitFor()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sofia (copy)' }).waitFor()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText(/^It answered in/).waitFor()
    await page.getByRole('button', { name: 'Actions for Sofia (copy)' }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete “Sofia (copy)”' })
    await dialog.getByRole('textbox').fill('Sofia (copy)')
    await dialog.getByRole('button', { name: 'Delete Sofia (copy)' }).click()
    await row('Sofia (copy)').waitFor({ state: 'detached' })
    await row('Sofia').waitFor()
  })

  it('keeps what was changed until it is saved, for all accounts at once', async () => {
    await row('Sofia').getByRole('link', { name: 'Sofia' }).press('Enter')
    await page.getByLabel('Instructions (optional)').fill('You are Sofia.')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).last().waitFor()
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
    const sofia = (await panel.omni.panel.agents.list()).find(({ name }) => name === 'Sofia')
    expect(sofia?.settings['systemPrompt']).toBe('You are Sofia.')
  })

  it('counts what they cost by the prices that one enters', async () => {
    await page.goto(`${panel.omni.url}/#/agents`)
    await page.getByRole('button', { name: 'Add a price' }).click()
    await page.getByRole('textbox', { name: 'Model or agent' }).fill('b*')
    await page.getByRole('textbox', { name: 'A million tokens in' }).fill('2')
    await page.getByRole('textbox', { name: 'A million tokens out' }).fill('10.5')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).last().waitFor()
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
    expect(await panel.omni.panel.spend.prices.get()).toEqual({
      currency: 'USD',
      prices: [{ model: 'b*', inputMicrosPerMillion: 2_000_000, outputMicrosPerMillion: 10_500_000, audioMicrosPerMinute: null }],
    })
    const live = await watchLive(panel.omni.panel)
    const { id } = await panel.omni.panel.simulator.open({ instanceName: 'bakery' })
    const { turnId } = await panel.omni.panel.simulator.say({ conversationId: id, text: 'Hello again', clientId: 'two' })
    await live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null)
    live.stop()
    await page.goto(`${panel.omni.url}/#/traces/${turnId}`)
    await page.getByText(/11 tokens in, 7 out · \$0\.0+96/).waitFor()
    await page.goto(`${panel.omni.url}/#/`)
    await page.getByText(/^Agents today: \$0\.0+96/).waitFor()
  })

  it('an account says how it answers while it writes, what is said when no answer comes, and how much it may cost', async () => {
    await page.goto(`${panel.omni.url}/#/instances/bakery/behaviour`)
    await page.getByRole('radio', { name: 'Only when it is finished' }).click()
    await page.getByRole('radio', { name: 'The rest is not sent' }).click()
    await page.getByRole('textbox', { name: 'It has too much to do' }).fill('Busy, sorry!')
    await page.getByRole('checkbox', { name: 'Ask a person: It has too much to do' }).click()
    await page.getByRole('textbox', { name: /^Say that it takes a moment after/ }).fill('20')
    await page.getByRole('textbox', { name: 'What the customer then reads' }).fill('One moment!')
    await page.getByRole('textbox', { name: 'A day, at most (USD)' }).fill('1.5')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).last().waitFor()
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
    expect((await panel.omni.panel.instances.get({ name: 'bakery' })).behaviour).toMatchObject({
      streaming: 'whole',
      whenInterrupted: 'stop',
      fallback: { rateLimited: 'Busy, sorry!' },
      handOver: { rateLimited: false, timeout: true },
      stillWorking: { afterMs: 20_000, text: 'One moment!' },
      spendingLimit: { dailyMicros: 1_500_000, monthlyMicros: null },
    })
  })

  it('sums up what no longer fits, where anybody can read it and have it forgotten', async () => {
    await page.goto(`${panel.omni.url}/#/agents`)
    await row('Sofia').getByRole('link', { name: 'Sofia' }).click()
    await page.getByRole('button', { name: 'Advanced' }).click()
    // What is being unfolded moves: a press that ends elsewhere than it began is no click.
    await settled(page)
    await page.getByRole('switch', { name: 'Remember long conversations by a summary' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).last().waitFor()
    // The word may be of an earlier save: with changes left, the page is not left either.
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
    await page.goto(`${panel.omni.url}/#/instances/bakery/behaviour`)
    await page.getByRole('textbox', { name: 'Messages', exact: true }).fill('1')
    // What was just said stands clear of what one wants to press.
    await settled(page)
    const bar = await page.getByRole('region', { name: 'You have unsaved changes' }).boundingBox()
    const toast = await page.getByRole('alert').filter({ hasText: 'Saved' }).last().boundingBox()
    expect((toast?.y ?? 0) + (toast?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
    await page.getByRole('checkbox', { name: 'Labels of the conversation' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
    expect((await panel.omni.panel.instances.get({ name: 'bakery' })).behaviour.context).toMatchObject({
      messages: 1,
      tells: { shop: true, name: true, visits: false, labels: true, notes: false },
    })
    const { id } = await panel.omni.panel.simulator.open({ instanceName: 'bakery' })
    await page.goto(`${panel.omni.url}/#/conversations/${id}`)
    const message = { role: 'assistant', content: '<summary>They want a very nice cake.</summary>' }
    server.always({ kind: 'answer', body: { choices: [{ index: 0, message, finish_reason: 'stop' }] } })
    await panel.omni.panel.simulator.say({ conversationId: id, text: `I want a ${'very nice '.repeat(400)}cake.`, clientId: 'long' })
    const summary = page.getByRole('region', { name: 'Summary for the agent' })
    await summary.getByText('They want a very nice cake.').waitFor()
    await summary.getByText(/^Written by a machine \(Sofia\) about \d+ older messages/).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await summary.getByRole('button', { name: 'Forget it' }).click()
    await summary.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await summary.getByText('They want a very nice cake.').waitFor()
    server.always(null)
  })

  it('fits a small window, in the dark', async () => {
    await page.setViewportSize({ width: 1024, height: 640 })
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const path of ['/instances/bakery/behaviour', '/agents', '/agents/new', '/agents/house', '/agents/gone']) {
      await page.goto(`${panel.omni.url}/#${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await wideElements(page), path).toEqual([])
      expect(await findBarriers(page), path).toEqual([])
    }
    await page.getByText('This agent does not exist').waitFor()
  })
})
