import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { offlineHub } from '../../support/offline-hub.ts'
import { openPanel, type Panel, panelIsUp } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'

let evolution: FakeEvolution
let panel: Panel
let page: Page
let disk: string

beforeAll(async () => {
  evolution = await startEvolutionServer()
  panel = await openPanel()
  page = panel.page
  disk = mkdtempSync(join(tmpdir(), 'omni-disk-'))
  await connectShop(panel.omni.panel, evolution, 'bakery')
})
afterAll(async () => {
  await panel.close()
  await evolution.stop()
  rmSync(disk, { recursive: true, force: true })
})

async function picture(name: string): Promise<void> {
  const folder = process.env['OMNI_TEST_PICTURES']
  if (folder === undefined) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true })
  }
}

it('a plan is chosen, and a folder that is not there is refused at its field', async () => {
  await page.goto(`${panel.omni.url}/#/settings/storage`)
  const folder = page.getByRole('textbox', { name: 'Folder' })
  await page.getByRole('combobox', { name: 'How often' }).click()
  await page.getByRole('option', { name: 'Every day' }).click()
  await folder.fill(join(disk, 'gone'))
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('is not there. Connect its disk, or choose another folder.').waitFor()
  panel.forgive(/400|BAD_REQUEST/i)
  expect((await panel.omni.panel.backups.state()).plan.every).toBe('off')
  await folder.fill(disk)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect((await panel.omni.panel.backups.state()).plan).toEqual({ every: 'daily', hour: 3, folder: disk, keep: 7 })
})

it('one that is made by a program is seen, with its date and size, and one that failed is said on Home as well', async () => {
  await panel.omni.panel.backups.create()
  await page.getByText('The last good backup:').waitFor()
  await page
    .getByRole('list', { name: 'Backups' })
    .getByText(/^omni-.*\.age$/)
    .waitFor()
  await picture('backups')
  rmSync(disk, { recursive: true })
  await expect(panel.omni.panel.backups.create()).rejects.toThrow('is not there')
  await page.getByText('The last backup failed').waitFor()
  await picture('backups-failed')
  await page.goto(`${panel.omni.url}/#/`)
  await page.getByText('is not there. Connect its disk').waitFor()
  await page.getByRole('link', { name: 'Look at it' }).click()
  await page.getByText('The last backup failed').waitFor()
})

it('after a restore the accounts wait for the word that the other computer is off', async () => {
  const { omni } = panel
  await omni.panel.backups.setPlan({ every: 'off', hour: 3, folder: null, keep: 7 })
  const phrase = (await omni.panel.recoveryPhrase.show()).words.join(' ')
  const { path } = await omni.panel.backups.create()
  await page.goto('about:blank')
  await omni.restart(async () => {
    await offlineHub(omni.folder).restore({ file: path, phrase })
  })
  await page.goto(await omni.hub.createLoginLink())
  await panelIsUp(page)
  await page.getByText('no account of it connects before you say that the other computer is off.').waitFor()
  await picture('home-held')
  await page.goto(`${omni.url}/#/instances/bakery/connection`)
  await page.getByText('These data came from a backup').waitFor()
  expect(await page.getByRole('button', { name: 'Connect', exact: true }).count()).toBe(0)
  await picture('account-held')
  await page.getByRole('button', { name: 'The other computer is off' }).click()
  const dialog = page.getByRole('dialog', { name: 'The other computer is off' })
  await dialog.getByRole('textbox').fill('off')
  await picture('confirm-off')
  await dialog.getByRole('button', { name: 'Connect the accounts' }).click()
  await page.getByText('These data came from a backup').waitFor({ state: 'hidden' })
  await page.getByText('Connected as Sol Bakery').first().waitFor()
  expect(await omni.panel.backups.held()).toBeNull()
})
