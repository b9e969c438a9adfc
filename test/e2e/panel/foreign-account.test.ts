/** An account that others made on its server, and whose messages another program gets. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import type { Panel } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'

describe('an account that others use', () => {
  let evolution: FakeEvolution
  let panel: Panel
  let page: Page
  beforeAll(async () => {
    evolution = await startEvolutionServer()
    evolution.addInstance('shop', { webhookUrl: 'https://crm.example/hooks/evolution' })
  })
  afterAll(() => evolution.stop())
  panelForAll(async (opened) => {
    panel = opened
    page = opened.page
    await panel.omni.panel.instances.create({
      isAnswering: true,
      house: { simpleGreeting: true },
      name: 'shop',
      channel: 'whatsapp',
      provider: 'evolution',
      settings: { url: evolution.url },
      secrets: { apiKey: evolution.apiKey },
    })
  })

  const go = (path: string) => page.goto(`${panel.omni.url}/#${path}`)
  const shot = async (name: string) => {
    const folder = process.env['OMNI_SHOTS']
    if (folder === undefined) return
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
    }
  }

  it('says who gets its messages, and takes them over only after a yes', async () => {
    await go('/instances/shop/connection')
    const note = page.getByRole('alert').filter({ hasText: 'https://crm.example/hooks/evolution' })
    await note.getByText('Replace it?').waitFor()
    await shot('foreign')
    expect(evolution.instance('shop').webhook?.url).toBe('https://crm.example/hooks/evolution')
    expect(await page.getByRole('button', { name: 'Connect', exact: true }).count()).toBe(0)
    await note.getByRole('button', { name: 'Replace it' }).click()
    await page.getByRole('tabpanel').getByText('Connected as Shop').waitFor()
    await note.waitFor({ state: 'detached' })
    expect(evolution.instance('shop').webhook?.url).toBe(`${panel.omni.url}/webhook/evolution/shop`)
  })

  it('is logged out only after a second question', async () => {
    await go('/instances/shop/connection')
    await page.getByRole('button', { name: 'Log out' }).click()
    const dialog = page.getByRole('dialog', { name: 'Log out “shop”?' })
    await dialog.getByText('for every program that uses it there').waitFor()
    await shot('logout')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(evolution.receivedBy('logout')).toEqual([])
  })

  it('stays on its server when it is deleted here, unless that is chosen', async () => {
    await go('/instances/shop/danger')
    await page.getByRole('button', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('checkbox', { name: 'Also delete it on its server' }).isChecked()).toBe(false)
    await shot('delete')
    await dialog.getByLabel('Type shop to confirm').fill('shop')
    await dialog.getByRole('button', { name: 'Delete shop' }).click()
    await page.getByText('shop was deleted').waitFor()
    expect(evolution.instance('shop')).toMatchObject({ state: 'open', webhook: { enabled: false } })
    expect(evolution.receivedBy('delete')).toEqual([])
  })
})
