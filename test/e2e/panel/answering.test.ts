import type { Page } from 'playwright'
import { beforeEach, describe, expect, it } from 'vitest'
import { bubblesOf, goTo, type Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../support/scripted-channel.ts'

describe('an account that does not answer yet', () => {
  let channel: ScriptedChannel
  let panel: Panel
  let page: Page
  beforeEach(() => {
    channel = createScriptedChannel()
  })
  panelForEach(
    async (opened) => {
      panel = opened
      page = opened.page
      await panel.omni.panel.instances.create({
        name: 'shop',
        displayName: '面包店 🥖 Sol',
        channel: 'whatsapp',
        provider: 'scripted',
        behaviour: { gatherWindowMs: 0 },
        house: { simpleGreeting: true },
      })
      await panel.omni.panel.setup.endFirstRun()
      await page.reload()
    },
    () => ({ drivers: [channel.driver] }),
  )
  const start = (where: Page | ReturnType<Page['getByRole']>) => where.getByRole('switch', { name: 'Start answering' })
  const on = (where: Page | ReturnType<Page['getByRole']>) => where.getByRole('switch', { name: 'Answering', checked: true })
  const isAnswering = async () => (await panel.omni.panel.instances.get({ name: 'shop' })).isAnswering

  it('says so on Home by the name that people gave it, and is started there', async () => {
    const attention = page.getByRole('region', { name: 'Needs attention' })
    await attention.getByText('It is connected, but does not answer yet.').waitFor()
    await attention.getByText('面包店 🥖 Sol').waitFor()
    await start(attention).click({ force: true })
    await attention.getByText('It is connected, but does not answer yet.').waitFor({ state: 'detached' })
    expect(await isAnswering()).toBe(true)
  })

  it('is started and stopped on its card, and the other window follows', async () => {
    await goTo(page, 'Accounts')
    const second = await panel.openWindow()
    await goTo(second, 'Accounts')
    const card = page.getByRole('article', { name: '面包店 🥖 Sol' })
    const other = second.getByRole('article', { name: '面包店 🥖 Sol' })
    await start(other).waitFor()
    await start(card).click({ force: true })
    await on(other).waitFor()
    await on(card).click({ force: true })
    await start(other).waitFor()
    expect(await isAnswering()).toBe(false)
  })

  it('says so in the conversation, and answers what comes after it was started there', async () => {
    await channel.tell('shop', textFrom('15552223333', 'Where are you?'))
    await goTo(page, 'Conversations')
    await page.getByRole('link', { name: /Person 15552223333/ }).click()
    await page.getByText('This account does not answer yet: what customers write waits for you.').waitFor()
    await start(page).click({ force: true })
    await page.getByText('Answering has started. 1 conversation from before is waiting for a person.').waitFor()
    expect(channel.sent).toEqual([])
    await channel.tell('shop', textFrom('15552223333', 'Hello?'))
    await bubblesOf(page, 'House agent').first().waitFor()
  })

  it('is started on its page, where it can be given another name', async () => {
    await goTo(page, 'Accounts')
    await page.getByRole('link', { name: '面包店 🥖 Sol' }).click()
    await start(page).click({ force: true })
    await on(page).waitFor()
    await page.getByRole('textbox', { name: 'Name in Omni' }).fill('Padaria da Praça ☀️')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Padaria da Praça ☀️' }).waitFor()
    expect(await panel.omni.panel.instances.get({ name: 'shop' })).toMatchObject({ displayName: 'Padaria da Praça ☀️', isAnswering: true })
  })

  it('is not started without words, on Home or its card, and leads to where they are written', async () => {
    await panel.omni.panel.instances.update({ name: 'shop', house: { simpleGreeting: false } })
    await goTo(page, 'Accounts')
    const card = page.getByRole('article', { name: '面包店 🥖 Sol' })
    for (const where of ['Home', 'Accounts'] as const) {
      await goTo(page, where)
      await start(where === 'Home' ? page.getByRole('region', { name: 'Needs attention' }) : card).click({ force: true })
      await page.getByText('Write what the house agent says first, or choose its simple greeting.').waitFor()
      expect(await isAnswering()).toBe(false)
      await page.getByRole('button', { name: 'Write the texts' }).click()
      await page.getByRole('checkbox', { name: 'Use a simple greeting' }).waitFor()
    }
    await channel.tell('shop', textFrom('15552223333', 'Hello?'))
    await page.getByRole('checkbox', { name: 'Use a simple greeting' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(async () => (await panel.omni.panel.instances.get({ name: 'shop' })).house.simpleGreeting).toBe(true)
    expect(channel.sent).toEqual([])
    await start(page).click({ force: true })
    await on(page).waitFor()
  })
})
