import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { bubblesOf, focusedName, isFocusSeen } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'

const TABS_AT_MOST = 60

describe('with the keyboard alone', () => {
  let page: Page
  panelForAll((panel) => {
    page = panel.page
  })

  const heading = (name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()

  const focused = () => focusedName(page)

  /** Presses Tab until this has the focus; every stop on the way has a name. */
  async function tabTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = []
    for (let n = 0; n < TABS_AT_MOST; n++) {
      await page.keyboard.press(key)
      const now = await focused()
      // Nothing has it for a moment at the end of the page.
      if (now === null) continue
      if (typeof name === 'string' ? now === name : name.test(now)) return
      passed.push(now)
      expect(now, `a stop without a name after ${passed.join(' → ')}`).not.toBe('')
    }
    throw new Error(`The keyboard does not reach ${name}: ${passed.join(' → ')}`)
  }
  async function press(name: string | RegExp): Promise<void> {
    await tabTo(name)
    await page.keyboard.press('Enter')
  }

  it('a newcomer connects the simulator, asks, is answered, takes over, replies, and reads the trace', async () => {
    await heading('What do you want to connect?')
    await press(/^Try it here/)
    await heading('Who answers?')
    await press('Continue')
    await heading('Try it')
    // The field for the customer's words has the focus already.
    await expect.poll(focused).toBe('Write as the customer')
    await page.keyboard.type('When are you open?')
    await page.keyboard.press('Enter')
    await bubblesOf(page, 'House agent').first().waitFor()
    await press('Open conversations')
    await page.waitForURL('**/#/conversations/*')
    // Keys are faster than the page: it is there before they look for it.
    await page.getByRole('button', { name: 'Take over' }).waitFor()

    await press('Take over')
    await expect.poll(focused).toMatch(/name/i)
    await page.keyboard.type('Ana')
    await press('Until I give back')
    await page.getByRole('button', { name: /^Give back/ }).waitFor()
    await tabTo('Write as the customer')
    await page.keyboard.press('ArrowRight')
    await tabTo('Reply')
    await page.keyboard.type('A person here: we open at seven.')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('A person here: we open at seven.').waitFor()

    await tabTo('Open trace', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await heading(/^Answered/)
    await page.getByRole('list', { name: 'Steps' }).waitFor()

    await page.keyboard.press('Control+k')
    await page.keyboard.type('sett')
    await page.getByRole('option', { name: 'Settings' }).first().waitFor()
    await page.keyboard.press('Enter')
    await heading('Settings')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await heading('Accounts')
    await press('Simulator')
    await page.getByRole('tab', { name: 'Connection', selected: true }).waitFor()
    await tabTo('Connection')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: 'Who answers', selected: true }).waitFor()
  })

  it('shows where the focus is', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await heading('Accounts')
    await tabTo('New account')
    expect(await isFocusSeen(page)).toBe(true)
  })
})
