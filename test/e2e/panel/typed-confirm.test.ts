import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import type { Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

let panel: Panel
let page: Page
panelForEach(async (opened) => {
  panel = opened
  page = opened.page
})

const unreachable = {
  channel: 'whatsapp',
  provider: 'evolution',
  settings: { url: 'http://127.0.0.1:9' },
  secrets: { apiKey: 'key' },
} as const

const dialog = () => page.getByRole('dialog')
const word = () => dialog().getByRole('textbox', { name: 'Type Padaria  Sol 🥖 or sol-2 to confirm' })

for (const typed of ['Padaria Sol 🥖', 'sol-2'])
  it(`deletes an account, and renews its secret, for whoever types “${typed}”`, async () => {
    await panel.omni.panel.instances.create({ name: 'sol-2', displayName: 'Padaria  Sol 🥖', ...unreachable })
    await page.goto(`${panel.omni.url}/#/instances/sol-2/webhook`)
    await page.getByRole('button', { name: 'Renew the secret' }).click()
    await word().fill('Padaria')
    expect(await dialog().getByRole('button', { name: 'Renew the secret' }).isDisabled()).toBe(true)
    await word().fill(typed)
    await dialog().getByRole('button', { name: 'Renew the secret' }).click()
    await page.getByRole('textbox', { name: 'The new secret' }).waitFor()

    await page.goto(`${panel.omni.url}/#/instances/sol-2/danger`)
    await page.getByRole('button', { name: /^Delete/ }).click()
    await word().fill(typed)
    await word().press('Enter')
    await expect.poll(() => panel.omni.panel.instances.list()).toEqual([])
  })
