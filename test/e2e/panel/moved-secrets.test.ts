import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accounts } from '../../../src-renderer/i18n/en/accounts.ts'
import { openaiDialect } from '../../support/agent-dialects.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { findBarriers } from '../../support/axe.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { openPanel, type Panel } from '../../support/panel.ts'

let panel: Panel
let page: Page
let first: AgentServer
let second: AgentServer
beforeAll(async () => {
  first = await startAgentServer({ dialect: openaiDialect, apiKey: 'first-key' })
  second = await startAgentServer({ dialect: openaiDialect, apiKey: 'second-key' })
  panel = await openPanel()
  page = panel.page
})
afterAll(async () => {
  await panel.close()
  await first.stop()
  await second.stop()
})

const key = () => page.getByRole('main').getByLabel(/^API key/)
const settingsOf = async () => (await panel.omni.panel.agents.list()).find(({ name }) => name === 'Sofia')

it('asks for the key of an agent again when its address changes, and neither tests nor saves without it', async () => {
  const settings = { baseUrl: `${first.url}/v1`, model: 'Big one' }
  const { id } = await panel.omni.panel.agents.create({ kind: 'openai', name: 'Sofia', settings, secrets: { apiKey: 'first-key' } })
  await page.goto(`${panel.omni.url}/#/agents/${id}`)
  await page.getByLabel('Server address').fill(`${second.url}/v1`)
  await page.getByText(accounts.addressChanged).waitFor()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText(accounts.wizard.fieldRequired).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(accounts.wizard.fieldRequired).waitFor()
  expect((await settingsOf())?.settings['baseUrl']).toBe(`${first.url}/v1`)
  expect(second.requests).toEqual([])

  await key().fill('second-key')
  await page.getByText(accounts.wizard.fieldRequired).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText(/^It answered in/).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
  expect(await settingsOf()).toMatchObject({ settings: { baseUrl: `${second.url}/v1` }, hasSecrets: { apiKey: true } })
})

it('forgets the key where somebody says that the new server needs none, and keeps it where the address comes back', async () => {
  await page.getByLabel('Server address').fill('http://127.0.0.1:9/v1')
  await page.getByRole('checkbox', { name: accounts.secretUnneeded }).check()
  await page.getByLabel('Server address').fill(`${second.url}/v1`)
  await page.getByLabel('Instructions (optional)').fill('You are Sofia.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
  expect((await settingsOf())?.hasSecrets).toEqual({ apiKey: true })

  await page.getByLabel('Server address').fill('http://127.0.0.1:9/v1')
  await page.getByRole('checkbox', { name: accounts.secretUnneeded }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'detached' })
  expect(await settingsOf()).toMatchObject({ settings: { baseUrl: 'http://127.0.0.1:9/v1' } })
  expect((await settingsOf())?.hasSecrets['apiKey'] ?? false).toBe(false)
})

it('asks for the key of an account again when somebody goes back in the wizard and names another server', async () => {
  const evolutions: FakeEvolution[] = [await startEvolutionServer({ apiKey: 'one' }), await startEvolutionServer({ apiKey: 'two' })]
  const [one, two] = evolutions as [FakeEvolution, FakeEvolution]
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()
  await page.goto(`${panel.omni.url}/#/instances/new`)
  await page.getByRole('button', { name: /Evolution API/ }).click()
  await next()
  await page.getByRole('textbox', { name: 'Server address' }).fill(one.url)
  await key().fill('one')
  await next()
  await page.getByRole('img', { name: accounts.qrAlt }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: accounts.wizard.changeSettings }).click()
  await page.getByRole('textbox', { name: 'Server address' }).fill(two.url)
  await page.getByText(accounts.addressChanged).waitFor()
  await next()
  await page.getByText(accounts.wizard.fieldRequired).waitFor()
  await key().fill('two')
  await next()
  await page.getByRole('heading', { level: 1, name: accounts.wizard.linkTitle }).waitFor()
  await expect.poll(() => two.instances.size).toBe(1)
  for (const server of evolutions) await server.stop()
})
