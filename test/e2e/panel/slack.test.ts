import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { bubblesOf } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { createTypist } from '../../support/typist.ts'

describe('Slack, from the app that is made there to a customer who sees the answer being written', () => {
  const sofia = createTypist()
  let slack: FakeSlack
  let page: Page
  beforeAll(async () => {
    slack = await startSlackServer()
    process.env['OMNI_SLACK_API_URL'] = slack.apiUrl
  })
  afterAll(async () => {
    delete process.env['OMNI_SLACK_API_URL']
    await slack.stop()
  })
  panelForAll(
    (opened) => {
      page = opened.page
    },
    () => ({ agents: sofia.agents, context: { permissions: ['clipboard-read', 'clipboard-write'] } }),
  )

  const asks = (question: string): Promise<void> => page.getByRole('heading', { level: 1, name: question }).waitFor()
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()
  const said = (channel: string) =>
    slack.workspace.messages.filter((one) => one.channel === channel && one.bot_id !== undefined).map(({ text }) => text)

  it('shows where the app is made, with all that it needs, to be opened or copied', async () => {
    await page.getByRole('button', { name: /^Slack/ }).click()
    await asks('Give it a name')
    await next()
    await asks('Where is the account?')
    const href = (await page.getByRole('link', { name: 'Make the app at Slack' }).getAttribute('href')) ?? ''
    const manifest = JSON.parse(new URL(href).searchParams.get('manifest_json') ?? '') as { oauth_config: { scopes: { bot: string[] } } }
    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(['chat:write', 'im:history', 'files:write']))
    await page.getByRole('button', { name: 'Copy: Manifest, if Slack asks for it' }).click()
    expect(JSON.parse(await page.evaluate('navigator.clipboard.readText()'))).toEqual(manifest)
    expect(await findBarriers(page)).toEqual([])
  })

  it('tests the tokens at once, and says which is wrong, what is missing, and where', async () => {
    await page.getByLabel('Bot token').fill('xoxb-wrong')
    await page.getByLabel('App token').fill('xapp-1-test')
    await next()
    await page.getByRole('alert').getByText('Slack does not know the bot token (xoxb-).', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    const { scopes } = slack.workspace
    slack.workspace.scopes = scopes.filter((scope) => scope !== 'im:history')
    await page.getByLabel('Bot token').fill('xoxb-1-test')
    await next()
    await page
      .getByRole('alert')
      .getByText('lacks a permission: im:history. Add it under "OAuth & Permissions"', { exact: false })
      .waitFor()
    slack.workspace.scopes = scopes
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Connected as Padaria Sol' }).waitFor()
  })

  it('says something to whoever sets it up', async () => {
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText('Sent. Look at it there.').waitFor()
    const channel = [...slack.workspace.channels.values()].find(({ user }) => user === 'U0OWNER')
    expect(said(channel?.id ?? '')).toEqual(['Hello! This is a test message from Omni. It works.'])
  })

  it('answers its first customer, who sees the answer grow, as the panel does', async () => {
    await next()
    await asks('Who answers?')
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('From dawn to dusk.')
    await next()
    await page.getByRole('button', { name: 'Start answering' }).click()
    await page.getByRole('heading', { name: 'Write to @omni (padaria-sol)' }).waitFor()
    slack.write('D0ANN', 'U0ANN', 'When are you open?')
    await sofia.asked()
    sofia.write('We open from dawn, and we bake until the very last')
    await expect.poll(() => said('D0ANN')).toEqual(['We open from dawn, and we bake until the very'])
    await page.getByText('We open from dawn, and we bake until', { exact: false }).first().waitFor()
    sofia.finish(' guest is gone at **dusk**.')
    await expect.poll(() => said('D0ANN')).toEqual(['We open from dawn, and we bake until the very last guest is gone at *dusk*.'])
    await bubblesOf(page, 'Sofia').first().waitFor()
    await page.getByText('It works. Your customers are answered like this.').waitFor()
  })
})
