import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openaiDialect } from '../../support/agent-dialects.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { findBarriers } from '../../support/axe.ts'
import { launchChromium, openPanel, type Panel, wideElements } from '../../support/panel.ts'

describe('the agents', () => {
  let browser: Browser
  let panel: Panel
  let page: Page
  let server: AgentServer

  beforeAll(async () => {
    browser = await launchChromium()
    server = await startAgentServer({ dialect: openaiDialect, apiKey: 'model-key' })
    panel = await openPanel(browser)
    page = panel.page
    for (const name of ['bakery', 'clinic']) await panel.omni.panel.instances.create({ name, channel: 'simulator' })
    await page.goto(`${panel.omni.url}/#/agents`)
    await page.reload()
  })
  afterAll(async () => {
    await panel.close()
    await server.stop()
    await browser.close()
  })
  const row = (name: string) => page.getByRole('article', { name, exact: true })

  it('lists the house agent from the start, and for whom it answers', async () => {
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
    await page.getByText('Saved', { exact: true }).waitFor()
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
    await page.getByText('Saved', { exact: true }).waitFor()
    const sofia = (await panel.omni.panel.agents.list()).find(({ name }) => name === 'Sofia')
    expect(sofia?.settings['systemPrompt']).toBe('You are Sofia.')
  })

  it('fits a small window, in the dark', async () => {
    await page.setViewportSize({ width: 1024, height: 640 })
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const path of ['/agents', '/agents/new', '/agents/house', '/agents/gone']) {
      await page.goto(`${panel.omni.url}/#${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await wideElements(page), path).toEqual([])
      expect(await findBarriers(page), path).toEqual([])
    }
    await page.getByText('This agent does not exist').waitFor()
  })
})
