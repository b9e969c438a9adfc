import type { Page } from 'playwright'
import { beforeEach, describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import type { Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../support/scripted-channel.ts'

const GROUP = '120363000000000001@g.us'

describe('a protected number', () => {
  let panel: Panel
  let page: Page
  const channel: ScriptedChannel = createScriptedChannel()
  panelForEach(
    (opened) => {
      panel = opened
      page = opened.page
    },
    () => ({ drivers: [channel.driver] }),
  )
  beforeEach(async () => {
    channel.groups.length = 0
    channel.groups.push(
      { externalId: GROUP, name: 'Staff', memberCount: 7 },
      { externalId: '120363000000000002@g.us', name: 'Family', memberCount: 4 },
    )
    await panel.omni.panel.instances.create({
      isAnswering: true,
      house: { simpleGreeting: true },
      name: 'shop',
      channel: 'whatsapp',
      provider: 'scripted',
      behaviour: { gatherWindowMs: 0 },
    })
  })
  const go = (path: string) => page.goto(`${panel.omni.url}/#${path}`)

  it('shows how much of its hour is used, stops at a warning, and goes on when a person says so', async () => {
    await go('/instances/shop/connection')
    const health = page.getByRole('region', { name: 'Number health' })
    await health.getByText('0 of 200').waitFor()
    await channel.tell('shop', textFrom('15552223333', 'Hi'))
    await expect.poll(() => channel.sent.length).toBeGreaterThan(0)
    await channel.tell('shop', { type: 'restriction', restriction: { kind: 'refused' } })
    await page.reload()
    await health.getByText('Sending is stopped').waitFor()
    await health.getByText(/WhatsApp refused a new chat of this number/).waitFor()
    expect(await findBarriers(page)).toEqual([])

    await go('/')
    await page.getByText(/WhatsApp refused a new chat of this number/).waitFor()
    await page.getByRole('link', { name: 'Look at it' }).click()
    await health.getByRole('button', { name: 'Send again now' }).click()
    await health.getByText('Sending is stopped').waitFor({ state: 'detached' })
  })

  it('is given its groups by name, which one page tells of all accounts', async () => {
    await go('/instances/shop/access')
    const groups = page.getByRole('region', { name: 'In groups, answer' })
    await groups.getByText('Only some groups').click()
    await groups.getByText('No group is picked yet, so none is answered.').waitFor()
    await groups.getByRole('combobox', { name: 'Add a group' }).fill('sta')
    await page.getByRole('option', { name: 'Staff · 7 members' }).click()
    await groups.getByRole('combobox', { name: 'When to answer in Staff' }).click()
    await page.getByRole('option', { name: 'Every message' }).click()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(async () => (await panel.omni.panel.instances.get({ name: 'shop' })).behaviour)
      .toMatchObject({ groupMode: 'named', answeredGroups: [{ chatId: GROUP, name: 'Staff', when: 'always' }] })
    await go('/access')
    await page.getByRole('link', { name: /In 1 group$/ }).click()
    await groups.getByRole('button', { name: 'Do not answer in Staff any more' }).click()
    await groups.getByText('No group is picked yet, so none is answered.').waitFor()
  })

  it('is given its limits', async () => {
    await go('/instances/shop/behaviour')
    await page.getByRole('radio', { name: 'Only list them as waiting' }).check()
    const limits = page.getByRole('region', { name: 'Number health' })
    await limits.getByRole('switch', { name: 'Only reply' }).uncheck({ force: true })
    await limits.getByLabel('New people in a day').fill('3')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(async () => (await panel.omni.panel.instances.get({ name: 'shop' })).behaviour)
      .toMatchObject({
        catchUp: 'list',
        health: { replyOnly: false, newContactsPerDay: 3, perHour: 200 },
      })
  })

  it('keeps a person from writing first where it only replies, and says why', async () => {
    await panel.omni.panel.instances.update({ name: 'shop', behaviour: { health: { ...HEALTH, replyOnly: false } } })
    await panel.omni.rest('POST', '/instance/shop/send-text', { phone_number: '15554445555', text: 'Hello' })
    await panel.omni.panel.instances.update({ name: 'shop', behaviour: { health: HEALTH } })
    const [conversation] = (await panel.omni.panel.conversations.list({})).items
    panel.forgive(/403/)
    await go(`/conversations/${conversation?.id}`)
    await page.getByRole('textbox', { name: /reply/i }).fill('Are you there?')
    await page.keyboard.press('Enter')
    await page
      .getByText(/has never written here, and this number only replies/)
      .first()
      .waitFor()
  })
})

const HEALTH = { replyOnly: true, perHour: 200, newContactsPerDay: 5, pauseMinMs: 0, pauseMaxMs: 0 }
