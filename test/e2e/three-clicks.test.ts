import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accounts } from '../../src-renderer/i18n/en/accounts.ts'
import { agents } from '../../src-renderer/i18n/en/agents.ts'
import { sharedChromium } from '../support/browser.ts'
import { bubblesOf } from '../support/panel.ts'
import { type ProductProcess, startProduct } from '../support/product-process.ts'

let folder: string
let product: ProductProcess
let page: Page
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-first-'))
  const env = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, CI: 'true', OMNI_DATA_DIR: folder, OMNI_PORT: '0' }
  product = startProduct('tools/start.ts', ['--headless'], env)
  page = await (await sharedChromium()).newPage({ locale: 'en-US', reducedMotion: 'reduce' })
})
afterEach(async () => {
  await page.context().close()
  product.kill('SIGKILL')
  await product.exited
  rmSync(folder, { recursive: true, force: true })
})

/** Of the mouse or a finger: Enter in a form is typing. */
const clicks = (): Promise<number> => page.evaluate(() => (globalThis as unknown as { clicks: number }).clicks)

/** What a newcomer sees without looking for it. */
async function press(name: string | RegExp): Promise<void> {
  const button = page.getByRole('main').getByRole('button', { name })
  await button.waitFor()
  const box = await button.boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0)
  await button.click()
}

it('gets a person who never saw Omni from the printed link to an answered conversation in three clicks', async () => {
  // The smallest window of all.
  await page.setViewportSize({ width: 1024, height: 640 })
  await page.addInitScript("globalThis.clicks = 0; addEventListener('pointerdown', () => { globalThis.clicks += 1 }, true)")
  await page.goto((await product.printed(/link.*: (http:\S+)/))[1] ?? '')
  await press(/^Try it here/)
  await press('Continue')
  await press('When are you open?')
  await bubblesOf(page, 'House agent').getByText(agents.house.sampleOpeningHours).waitFor()
  await page.getByText(accounts.wizard.tryWorks).waitFor()
  expect(await clicks()).toBe(3)
})
