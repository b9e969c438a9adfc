/** A computer without a keyring: the panel says so, and what to do; once there is one, the saved keys go into it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { home } from '../../src-renderer/i18n/en/home.ts'
import { hub as sentences } from '../../src-renderer/i18n/en/hub.ts'
import { security } from '../../src-renderer/i18n/en/security.ts'
import type { StandInDesktop } from '../support/desktop.ts'
import { type PageWithClient, withoutPanel } from '../support/desktop-page.ts'
import { type PlayedDesktop, playDesktop, startPlayed } from '../support/desktop-shop.ts'
import { panelHasData, panelIsUp } from '../support/panel.ts'

const NO_KEYRING = { STAND_IN_KEY_STORE: 'basic_text' }

let played: PlayedDesktop
let app: StandInDesktop | null = null
beforeEach(() => {
  played = playDesktop()
})
afterEach(async () => {
  await app?.quit()
  app = null
  played.remove()
})

/** As after the first set-up: Home is shown. */
async function atHome(running: StandInDesktop): Promise<Page> {
  const page = await running.whenPage()
  await panelHasData(page)
  const panel = page.url()
  await withoutPanel(page)
  await page.evaluate(async () => {
    await (await (globalThis as unknown as PageWithClient).connectToHub()).setup.endFirstRun()
  })
  await page.goto(panel)
  await panelIsUp(page)
  return page
}

it('says on Home that there is no keyring until that is dismissed, and in Settings what to do', async () => {
  app = startPlayed(played, [], NO_KEYRING)
  const page = await atHome(app)
  const attention = page.getByRole('region', { name: home.attention })
  const told = attention.getByText(sentences.noKeyring)
  await told.waitFor()
  await attention.getByRole('link', { name: home.solve_key_store }).click()
  await page.getByText(security.keyringText).waitFor()
  await page.getByText(security.lock_file).waitFor()
  await page.goBack()
  await attention.getByRole('button', { name: home.dismiss }).click()
  await told.waitFor({ state: 'detached' })
  expect(await app.quit()).toBe(0)

  app = startPlayed(played, [], NO_KEYRING)
  const again = await app.whenPage()
  await again.getByRole('region', { name: home.attention }).waitFor()
  expect(await again.getByText(sentences.noKeyring).count()).toBe(0)
})

it('locks the saved keys with the keyring once there is one', async () => {
  app = startPlayed(played, [], NO_KEYRING)
  await panelHasData(await app.whenPage())
  expect(existsSync(join(played.folder, 'master.key'))).toBe(true)
  expect(await app.quit()).toBe(0)

  app = startPlayed(played)
  const page = await atHome(app)
  expect(await page.getByText(sentences.noKeyring).count()).toBe(0)
  await page.evaluate(`location.hash = '#/settings/security'`)
  await page.getByRole('button', { name: security.move }).click()
  await page.getByText(security.lock_store).waitFor()
  expect(await page.getByRole('button', { name: security.move }).count()).toBe(0)
})
