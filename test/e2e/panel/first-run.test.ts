import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { house } from '../../../src-renderer/i18n/en/house.ts'
import { bubblesOf, expectGrowth, launchChromium, openPanel, type Panel, recordedAnswer, textsOf } from '../../support/panel.ts'

const AGENT = 'House agent'

describe('the first minute of a newcomer', () => {
  let browser: Browser
  let panel: Panel
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    panel = await openPanel(browser)
  })
  afterEach(() => panel.close())

  const tryIt = async (): Promise<void> => {
    await panel.page.getByRole('button', { name: 'Try it now' }).click()
    await panel.page.getByRole('heading', { name: 'You are the customer now' }).waitFor()
  }
  /** A new customer is greeted in a message of its own before the answer to the question. */
  const ask = async (): Promise<void> => {
    await panel.page.getByRole('button', { name: 'When are you open?' }).click()
    await bubblesOf(panel.page, AGENT).nth(1).waitFor()
  }

  it('ends in a working conversation, whose answer is seen being written', async () => {
    const { page } = panel
    await tryIt()
    await page.getByRole('button', { name: 'When are you open?' }).click()
    await page.getByRole('article', { name: `${AGENT} is answering` }).waitFor()
    await bubblesOf(page, AGENT).nth(1).waitFor()
    expectGrowth((await recordedAnswer(page)).texts, `${house.sampleGreeting}\n\n${house.sampleOpeningHours}`)

    await page.getByRole('textbox', { name: 'Write as the customer' }).fill('Where are you?')
    await page.getByRole('button', { name: 'Send' }).click()
    await bubblesOf(page, AGENT).nth(2).waitFor()
    const { texts, isSameRow, rowText, rowAuthor } = await recordedAnswer(page)
    expectGrowth(texts, house.sampleAddress)
    expect({ isSameRow, rowText, rowAuthor }).toEqual({ isSameRow: true, rowText: house.sampleAddress, rowAuthor: AGENT })
  })

  it('shows every message once, and still does after a reload', async () => {
    const { page } = panel
    await tryIt()
    await ask()
    const whole = ['When are you open?', house.sampleGreeting, house.sampleOpeningHours]
    await expect.poll(() => textsOf(page)).toEqual(whole)

    await page.reload()
    await bubblesOf(page, AGENT).nth(1).waitFor()
    expect(await textsOf(page)).toEqual(whole)
    expect(await page.getByRole('article', { name: /is answering/ }).count()).toBe(0)
  })

  it('answers with the newcomer’s own texts, if these are changed first', async () => {
    const { page } = panel
    await page.getByRole('button', { name: 'Change what it answers first' }).click()
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('Only on the night of the new moon.')
    await tryIt()
    await ask()
    await page.getByRole('log').getByText('Only on the night of the new moon.').waitFor()
  })

  it('leads on from there: Home offers WhatsApp next, and the trace tells what happened', async () => {
    const { page } = panel
    await tryIt()
    await ask()
    await page.getByRole('link', { name: 'Open trace' }).last().click()
    await page.getByRole('heading', { name: 'Answered in 2 messages.' }).waitFor()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
    await page.getByText('Ready to try').waitFor()
    await page.getByRole('link', { name: 'Connect WhatsApp' }).click()
    await page.getByRole('heading', { name: 'What do you want to connect?' }).waitFor()
  })
})
