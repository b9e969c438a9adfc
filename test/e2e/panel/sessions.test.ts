import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPanel, type Panel, panelIsUp } from '../../support/panel.ts'

let panel: Panel
let page: Page
beforeAll(async () => {
  panel = await openPanel()
  page = panel.page
})
afterAll(() => panel.close())

it('shows the browsers that are signed in, and signs out another and this one', async () => {
  const other = await panel.openStranger({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1' })
  await other.goto(await panel.omni.hub.createLoginLink())
  await panelIsUp(other)
  await page.goto(`${panel.omni.url}/#/settings/sessions`)
  const list = page.getByRole('list', { name: 'Signed-in browsers' })
  await list.getByText('(this one)').waitFor()
  expect(await list.getByRole('listitem').count()).toBe(2)

  await list.getByRole('button', { name: 'Sign out Safari · iPhone' }).click()
  await other.getByRole('heading', { name: 'Open the panel with the link printed by the app' }).waitFor()
  await expect.poll(() => list.getByRole('listitem').count()).toBe(1)

  await list.getByRole('button', { name: 'Sign out here' }).click()
  await page.getByRole('heading', { name: 'Open Omni with its link' }).waitFor()
  panel.forgive(/401/)
})
