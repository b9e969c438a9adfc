import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { agents } from '../../../src-renderer/i18n/en/agents.ts'
import { type AnswerShop, ask, startAnswerShop } from '../../support/answer-shop.ts'
import { findBarriers } from '../../support/axe.ts'
import { bubblesOf, type Panel, settled, wideElements } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'

describe('answers that no agent is asked for', () => {
  let panel: Panel
  let page: Page
  let shop: AnswerShop
  let sofia: string
  panelForAll(async (opened) => {
    panel = opened
    page = opened.page
    shop = await startAnswerShop()
    sofia = await shop.agent(panel.omni.panel, { usesPersonalData: true })
    await panel.omni.panel.instances.create({
      name: 'shop',
      channel: 'simulator',
      agentProfileId: sofia,
      behaviour: { gatherWindowMs: 0, context: { tells: { shop: false } } },
    })
  })
  const go = (path: string) => page.goto(`${panel.omni.url}/#${path}`)
  const say = (customer: string, text: string) => ask(panel.omni.panel, 'shop', customer, text)
  const save = async () => {
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
  }
  const look = async (name: string) => {
    const folder = process.env['LOOK']
    if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
  }

  it('are switched on, which says what is in the way; and written, tried and saved', async () => {
    await go('/instances/shop/answers')
    await page.getByText(agents.answerCache.keptOff).waitFor()
    await page.getByRole('switch', { name: agents.answerCache.isOn }).click()
    await page.getByText(/Nothing is remembered of Sofia/).waitFor()
    await page.getByRole('button', { name: agents.answerCache.fixedAdd }).click()
    await page.getByText(agents.answerCache.incomplete).waitFor()
    await look('first')
    const card = page.getByRole('listitem', { name: 'Fixed answer 1' })
    await card.getByRole('textbox', { name: agents.answerCache.fixedName }).fill('Opening hours')
    await card.getByRole('combobox', { name: agents.answerCache.phrases }).fill('opening hours')
    await page.keyboard.press('Enter')
    await card.getByRole('textbox', { name: agents.answerCache.fixedAnswer }).fill('From nine to five.')
    const attempt = page.getByRole('textbox', { name: agents.answerCache.tryTitle })
    await attempt.fill('Your opening hours at Easter?')
    await page.getByRole('button', { name: agents.answerCache.tryAction }).click()
    await page.getByText('It says more than "opening hours" (easter), so it goes on to the agent.').waitFor()
    await attempt.fill('Hi, your opening hours please')
    await attempt.press('Enter')
    await page.getByText('The customer gets the fixed answer "Opening hours".').waitFor()
    await look('fixed')
    await save()
    expect((await say('Ana', 'opening hours?')).answer).toBe('From nine to five.')
    expect(shop.asked()).toBe(0)

    await page.getByRole('link', { name: 'Settings of Sofia' }).waitFor()
    await page.getByRole('button', { name: agents.answerCache.sameForAll }).click()
    await page.getByText(/Nothing is remembered of Sofia/).waitFor({ state: 'detached' })
  })

  it('are given to the next customer until one click on the message forgets them', async () => {
    const first = await say('Bia', 'Do you have cake?')
    const second = await say('Rui', 'do you have cake')
    expect(second.answer).toBe(first.answer)
    expect(shop.asked()).toBe(1)
    await go(`/conversations/${second.conversationId}`)
    const bubble = bubblesOf(page, 'Sofia')
    await bubble.getByRole('img', { name: agents.answerCache.mark_exact }).waitFor()
    await bubble.hover()
    await settled(page)
    await look('bubble')
    await bubble.getByRole('button', { name: agents.answerCache.forgetAnswer }).click()
    await page.getByText(agents.answerCache.forgot).waitFor()
    expect((await say('Eva', 'Do you have cake?')).answer).not.toBe(first.answer)
    expect(shop.asked()).toBe(2)
  })

  it('are named on the trace, listed, found, and forgotten in both places', async () => {
    const again = await say('Tom', 'Do you have cake?')
    await go(`/traces/${again.trace.id}`)
    await page.getByText('Sofia, remembered').waitFor()
    const region = page.getByRole('region', { name: agents.answerCache.hitTitle })
    await region.getByText('“Do you have cake?”').waitFor()
    await look('trace')
    await region.getByRole('link', { name: agents.answerCache.seeAll }).click()

    await say('Ida', 'Is it far from the station, on foot?')
    await say('Leo', 'Is there parking?')
    const kept = page.getByRole('list', { name: agents.answerCache.keptTitle })
    await kept.getByText('Is there parking?').waitFor()
    await page.getByRole('searchbox', { name: agents.answerCache.search }).fill('cake')
    await kept.getByText('Is there parking?').waitFor({ state: 'detached' })
    await kept.getByText('given again once').waitFor()
    await kept.getByRole('button', { name: 'Forget the answer to “Do you have cake?”' }).click()
    await page.getByText(agents.answerCache.keptNone).waitFor()
    await go(`/traces/${again.trace.id}`)
    await region.getByText(agents.answerCache.hitGone).waitFor()
  })

  it('can be read by everybody, and fit a small window', async () => {
    await go('/instances/shop/answers')
    await page.getByText('Is there parking?').waitFor()
    await page.setViewportSize({ width: 1024, height: 640 })
    expect(await findBarriers(page)).toEqual([])
    expect(await wideElements(page)).toEqual([])
    for (const [width, height] of process.env['LOOK']
      ? ([
          [1440, 900],
          [1024, 640],
        ] as const)
      : []) {
      await page.setViewportSize({ width, height })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await settled(page)
        await page.locator('[role=tabpanel] > div').evaluate((element) => element.scrollTo(0, 0))
        await look(`answers-${width}-${colorScheme}-top`)
        await page.locator('[role=tabpanel] > div').evaluate((element) => element.scrollTo(0, 99_999))
        await look(`answers-${width}-${colorScheme}-end`)
      }
    }
  })
})
