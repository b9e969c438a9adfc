import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAgentRegistry } from '../../../src-main/hub/agents/registry.ts'
import { findBarriers } from '../../support/axe.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import { goTo, openPanel, type Panel, settled, wideElements } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'
import { createTypist, type Typist } from '../../support/typist.ts'

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Write as a customer' }).fill(text)
  await page.keyboard.press('Enter')
}

describe('an answer in the playground', () => {
  let panel: Panel
  let page: Page
  let sofia: Typist

  beforeAll(async () => {
    sofia = createTypist('Sofia')
    panel = await openPanel({ agents: sofia.agents })
    page = panel.page
  })
  afterAll(() => panel.close())

  it('has nobody to come from before there is an account', async () => {
    await goTo(page, 'Playground')
    await page.getByRole('heading', { name: 'There is nobody to talk to yet' }).waitFor()
    await page.getByRole('link', { name: 'Connect an account' }).waitFor()
    await panel.omni.panel.instances.create({ name: 'shop', channel: 'simulator' })
  })

  it('can be compared with another in a small window, too', async () => {
    await page.setViewportSize({ width: 1024, height: 640 })
    await page.getByRole('button', { name: 'Compare with another' }).waitFor()
    await settled(page)
    expect(await wideElements(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('comes word by word, with the name of the agent and the tool it uses', async () => {
    await page.getByRole('heading', { name: 'Ask what a customer would ask' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await ask(page, 'Do you open on Saturday?')
    await sofia.asked(1)
    const answer = page.getByRole('article', { name: 'Sofia is answering' })
    await answer.getByText('Thinking…').waitFor()
    sofia.write('We open ')
    await answer.getByText('We open').waitFor()
    sofia.useTool('calendar')
    await answer.getByText('Using calendar…').waitFor()
    sofia.write('at nine')
    await answer.getByText('We open at nine').waitFor()
    sofia.finish('.')
    const ended = page.getByRole('article', { name: 'Answer of Sofia' })
    await ended.getByText('We open at nine.').waitFor()
    await ended.getByRole('list', { name: 'Tools that were used' }).getByText('calendar').waitFor()
    await ended
      .getByText(/first word after|ms|sec/)
      .first()
      .waitFor()
  })

  it('goes on while one looks at another page', async () => {
    await ask(page, 'And on Sunday?')
    await sofia.asked(2)
    sofia.write('On Sunday')
    await page.getByRole('article', { name: 'Sofia is answering' }).getByText('On Sunday').waitFor()
    await goTo(page, 'Home')
    sofia.finish(' we are closed.')
    await goTo(page, 'Playground')
    await page.getByRole('article', { name: 'Answer of Sofia' }).getByText('On Sunday we are closed.').waitFor()
    await page.getByText('Do you open on Saturday?').waitFor()
  })

  it('is stopped, and what was said until then stays', async () => {
    await ask(page, 'Tell me everything')
    await sofia.asked(3)
    sofia.write('Long ago')
    const answer = page.getByRole('article', { name: 'Sofia is answering' })
    await answer.getByText('Long ago').waitFor()
    await answer.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Stopped.').waitFor()
    await page.getByText('Long ago').waitFor()
    await expect.poll(async () => (await panel.omni.panel.playground.runs({ limit: 1 }))[0]?.outcome).toBe('cancelled')
  })

  it('is forgotten when one starts over', async () => {
    await page.getByRole('button', { name: 'Start over' }).click()
    await page.getByRole('heading', { name: 'Ask what a customer would ask' }).waitFor()
    expect((await panel.omni.panel.conversations.list({})).items).toEqual([])
  })
})

describe('before customers hear it', () => {
  let evolution: FakeEvolution
  let panel: Panel
  let page: Page

  beforeAll(async () => {
    evolution = await startEvolutionServer()
    panel = await openPanel({ agents: createAgentRegistry({ house: { msPerWord: 0 } }) })
    page = panel.page
    const { panel: hub } = panel.omni
    await connectShop(hub, evolution, 'bakery', { house: { greeting: 'Hello!', openingHours: 'We open at nine on Saturday.' } })
    await connectShop(hub, evolution, 'clinic', {
      agent: { kind: 'automagik', url: 'http://127.0.0.1:9', agentId: 'sofia', shape: 'run', timeoutMs: 2000 },
    })
    const live = await watchLive(hub)
    await evolution.deliverInbound('bakery', { from: '15552223333', name: 'Ann', text: 'What are your opening hours?' })
    await live.untilTrace((trace) => trace.state === 'completed')
    live.stop()
  })
  afterAll(async () => {
    await panel.close()
    await evolution.stop()
  })

  const choose = async (input: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: input }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  /** Opens the agent's form and gives it other opening hours. */
  async function changeHours(text: string): Promise<void> {
    await page.getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Try out changes to the agent of bakery' })
    await dialog.getByRole('textbox', { name: 'Opening hours' }).fill(text)
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Use for this try' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(/changed for this try/).waitFor()
  }

  it('one sees what is wrong with an agent that cannot be reached, and what customers would get', async () => {
    await goTo(page, 'Playground')
    await choose('Who answers', 'Agent of clinic')
    await ask(page, 'Hello?')
    await page.getByText('Sorry, we cannot answer right now. We will get back to you soon.').waitFor()
    await page.getByText('A customer would get the text below instead.').waitFor()
    await page.getByRole('link', { name: 'Check the agent' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Start over' }).click()
  })

  it('a good run is saved as an example', async () => {
    await choose('Who answers', 'Agent of bakery')
    await ask(page, 'What are your opening hours?')
    await page
      .getByRole('article', { name: /^Answer of/ })
      .getByText('We open at nine on Saturday.')
      .waitFor()
    await page.getByRole('button', { name: 'Save as an example' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save as an example' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Hours')
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save example' }).click()
    await page.getByText('The example is saved.').waitFor()
  })

  it('a changed agent is compared with the saved one, word by word', async () => {
    await page.getByRole('button', { name: 'Compare with another' }).click()
    await page.getByRole('button', { name: 'Change…' }).nth(1).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Opening hours' }).fill('We open at ten on Saturday.')
    await dialog.getByRole('button', { name: 'Use for this try' }).click()
    await ask(page, 'When do you open?')
    const answers = page.getByRole('article', { name: /^Answer of/ })
    await answers.locator('del').getByText('nine').waitFor()
    await answers.locator('ins').getByText('ten').waitFor()
    await page.getByText('What differs is marked.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    const { house } = await panel.omni.panel.instances.get({ name: 'bakery' })
    expect(house.openingHours).toBe('We open at nine on Saturday.')
    await page.getByRole('button', { name: 'End the comparison' }).click()
  })

  it('an example is asked again, and says whether its answer changed', async () => {
    await page.getByRole('tab', { name: 'Examples' }).click()
    await page.getByRole('button', { name: 'Run Hours' }).click()
    await page.getByText('Same answer').first().waitFor()
    await page.getByText('1 the same').waitFor()
    await page.getByText('One agent for all').click()
    await changeHours('We open at eight on Saturday.')
    await page.getByRole('button', { name: 'Run 1 example' }).click()
    await page.getByText('1 changed').waitFor()
    await page.getByRole('region', { name: 'The good answer' }).locator('del').getByText('nine').waitFor()
    await page.getByRole('region', { name: 'The answer now' }).locator('ins').getByText('eight').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'The new one is good' }).click()
    await page.getByText('Same answer').first().waitFor()
    expect((await panel.omni.panel.playground.examples.list())[0]?.turns[0]?.expected).toContain('eight')
  })

  it('an example is renamed, deleted and brought back', async () => {
    await page.getByRole('button', { name: 'Actions for Hours' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Weekend')
    await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('button', { name: 'Actions for Weekend' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No examples yet' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Run Weekend' }).waitFor()
  })

  it('a real conversation is asked again, beside what was sent, and nothing reaches the customer', async () => {
    const sends = evolution.receivedBy('sendText').length
    await page.getByRole('tab', { name: 'Replay a real conversation' }).click()
    await page.getByRole('searchbox', { name: 'Search by name, number or text' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('link', { name: /Ann/ }).click()
    await page.getByRole('region', { name: 'Sent then' }).getByText('We open at nine on Saturday.').waitFor()
    await page.getByRole('button', { name: 'Ask 1 question again' }).click()
    await page.getByText('Same answer').waitFor()
    await changeHours('We open at ten on Saturday.')
    await page.getByRole('button', { name: 'Ask 1 question again' }).click()
    await page.getByText('1 changed').waitFor()
    await page.getByRole('region', { name: 'Would be sent now' }).locator('ins').getByText('ten').waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(evolution.receivedBy('sendText').length).toBe(sends)
  })

  it('what proved good is saved for real', async () => {
    await page.getByRole('button', { name: 'Change…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save for bakery' }).click()
    await page.getByText('Customers of bakery are now answered this way.').waitFor()
    expect((await panel.omni.panel.instances.get({ name: 'bakery' })).house.openingHours).toBe('We open at ten on Saturday.')
  })

  it('a conversation that does not exist says so and leads back', async () => {
    await page.goto(`${panel.omni.url}/#/playground/replay/none`)
    await page.getByText('This could not be loaded').waitFor()
    await page.getByRole('link', { name: 'Choose another' }).click()
    await page.getByRole('link', { name: /Ann/ }).waitFor()
    panel.forgive(/404|not.?found/i)
  })
})
