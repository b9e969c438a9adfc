import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { type Panel, settled } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'

describe('a toast', () => {
  let panel: Panel
  let page: Page
  panelForAll(async (opened) => {
    panel = opened
    page = opened.page
    await panel.omni.panel.instances.create({ name: 'shop', channel: 'simulator' })
  })

  it('takes no click on its way in, when it passes over what stands there', async () => {
    const toast = page.getByRole('alert')
    const takesClicks = () =>
      toast.evaluate((element) => {
        const inPage = globalThis as unknown as { getComputedStyle(of: unknown): { pointerEvents: string } }
        return inPage.getComputedStyle(element).pointerEvents !== 'none'
      })
    await page.goto(`${panel.omni.url}/#/instances/shop/behaviour`)
    await page.getByRole('textbox', { name: 'Messages', exact: true }).fill('1')
    const animations = await page.context().newCDPSession(page)
    await animations.send('Animation.enable')
    await animations.send('Animation.setPlaybackRate', { playbackRate: 0 })
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await toast.waitFor({ state: 'attached' })
    expect(await takesClicks()).toBe(false)
    await animations.send('Animation.setPlaybackRate', { playbackRate: 1 })
    await expect.poll(takesClicks).toBe(true)
  })

  it('stands clear of the save bar, also where that ends a short page', async () => {
    const bar = page.getByRole('region', { name: 'You have unsaved changes' })
    const bounds = async () => ({ toast: await page.getByRole('alert').last().boundingBox(), bar: await bar.boundingBox() })
    await page.goto(`${panel.omni.url}/#/instances/shop/routing`)
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByRole('combobox', { name: 'Words or phrases' }).fill('invoice')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Then this agent answers' }).click()
    await page.getByRole('option').first().click()
    await bar.getByRole('button', { name: 'Save changes' }).click()
    await bar.waitFor({ state: 'detached' })
    await page.getByRole('switch', { name: 'Rule 1 is on' }).press('Space')
    await settled(page)
    const { toast, bar: stands } = await bounds()
    const isShort = (stands?.y ?? 0) + (stands?.height ?? 0) < 700
    expect(isShort).toBe(true)
    expect((toast?.y ?? 0) + (toast?.height ?? 0)).toBeLessThanOrEqual(stands?.y ?? 0)
  })

  it('is out of the way at once when a save bar comes up: on its way it would pass over the buttons', async () => {
    const bar = page.getByRole('region', { name: 'You have unsaved changes' })
    const toast = page.getByRole('alert').last()
    await bar.getByRole('button', { name: 'Save changes' }).click()
    await bar.waitFor({ state: 'detached' })
    // It stays as long as somebody points at it.
    await toast.hover()
    const animations = await page.context().newCDPSession(page)
    await animations.send('Animation.enable')
    await animations.send('Animation.setPlaybackRate', { playbackRate: 0 })
    await page.getByRole('switch', { name: 'Rule 1 is on' }).press('Space')
    await bar.waitFor()
    const [its, stands] = [await toast.boundingBox(), await bar.boundingBox()]
    await animations.send('Animation.setPlaybackRate', { playbackRate: 1 })
    expect(its?.height).toBeGreaterThan(0)
    expect((its?.y ?? Number.NaN) + (its?.height ?? 0)).toBeLessThanOrEqual(stands?.y ?? 0)
  })
})
