import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bubblesOf, goTo, type Panel } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { createPigeonLoft, RING } from '../../support/pigeon-channel.ts'

describe('a channel that the panel has never heard of', () => {
  const loft = createPigeonLoft()
  let panel: Panel
  let page: Page
  panelForAll(
    (opened) => {
      panel = opened
      page = opened.page
    },
    () => ({ drivers: [loft.driver] }),
  )

  const asks = (question: string): Promise<void> => page.getByRole('heading', { level: 1, name: question }).waitFor()
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()

  it('is connected by the form that it declares, says why it cannot, and answers its first customer', async () => {
    await page.getByRole('button', { name: /^Carrier pigeons/ }).click()
    await asks('Give it a name')
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Pigeons')
    await next()
    await asks('Where is the account?')
    await next()
    expect(await page.getByText('This is needed.').count()).toBe(3)
    await page.getByRole('textbox', { name: 'Loft' }).fill('North tower')
    await page.getByRole('combobox', { name: 'Speed' }).click()
    await page.getByRole('option', { name: 'Fast' }).click()
    await page.getByLabel('Ring').fill('stolen')
    await page.getByRole('button', { name: 'Advanced' }).click()
    await page.getByRole('switch', { name: 'They are hungry' }).press('Space')
    await next()
    await page.getByRole('alert').getByText('The ring does not belong to this loft.').waitFor()

    await page.getByRole('button', { name: 'Back' }).click()
    expect(await page.getByRole('textbox', { name: 'Loft' }).inputValue()).toBe('North tower')
    await page.getByLabel('Ring').fill(RING)
    await next()
    await page.getByRole('heading', { name: 'Connected as Carrier pigeons' }).waitFor()
    await next()
    await asks('Who answers?')
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('From dawn to dusk.')
    await next()
    await page.getByRole('button', { name: 'Start answering' }).click()
    await page.getByRole('heading', { name: 'Write to North tower from another phone' }).waitFor()
    await loft.arrive('pigeons', 'Ann', 'When are you open?')
    await bubblesOf(page, 'House agent').first().waitFor()
    await expect.poll(() => loft.sent.map(({ to }) => to)).toContain('Ann')
    await page.getByText('It works. Your customers are answered like this.').waitFor()
    const { settings } = await panel.omni.panel.instances.get({ name: 'pigeons' })
    expect(settings).toEqual({ loft: 'North tower', speed: 'fast', isHungry: true })
  })

  it('has a card, a page and a palette entry like any other, and no webhook tab', async () => {
    await page.getByRole('button', { name: 'Finish' }).click()
    await goTo(page, 'Instances')
    const card = page.getByRole('article', { name: 'Pigeons' })
    await card.getByText('Pigeons', { exact: true }).first().waitFor()
    await card.getByText('Connected as Carrier pigeons').waitFor()
    await card.getByText('1 message in 24 hours').waitFor()
    await card.getByRole('link', { name: 'Pigeons' }).click()
    await page.getByRole('tab', { name: 'Who answers' }).waitFor()
    expect(await page.getByRole('tab', { name: 'Webhook' }).count()).toBe(0)
    expect(await page.getByRole('textbox', { name: 'Loft' }).inputValue()).toBe('North tower')
  })
})
