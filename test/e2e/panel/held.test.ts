/** A message that waits to be sent, as the person who wrote it meets it. */
import { expect, it } from 'vitest'
import { SendError } from '../../../src-main/hub/channels/port.ts'
import { conversations as texts } from '../../../src-renderer/i18n/en/conversations.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import { findBarriers } from '../../support/axe.ts'
import { bubblesOf, type Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../support/scripted-channel.ts'

let panel: Panel
let channel: ScriptedChannel
panelForEach(
  async (opened) => {
    panel = opened
    const hub = panel.omni.panel
    await hub.instances.create({
      name: 'shop',
      channel: 'whatsapp',
      provider: 'scripted',
      isAnswering: true,
      house: { simpleGreeting: true },
      behaviour: { gatherWindowMs: 0, health: { replyOnly: false, perHour: 1, newContactsPerDay: 5, pauseMinMs: 0, pauseMaxMs: 0 } },
    })
    await channel.tell('shop', textFrom('15552223333', 'Hi'))
    await expect.poll(() => channel.sent.length).toBe(1)
    const [conversation] = (await hub.conversations.list({})).items
    await panel.page.goto(`${panel.omni.url}/#/conversations/${conversation?.id}`)
    await panel.page.getByRole('textbox', { name: texts.reply }).fill('We opne at nine')
    await panel.page.keyboard.press('Enter')
  },
  () => {
    channel = createScriptedChannel()
    return { drivers: [channel.driver] }
  },
)

const said = () => channel.sent.slice(1).map(({ text }) => text)
const bubble = () => bubblesOf(panel.page, 'You')

it('says why and until when, is changed, and goes when the person wants it', async () => {
  await bubble().getByText('so that WhatsApp does not restrict it').waitFor()
  expect(await findBarriers(panel.page)).toEqual([])
  await bubble().getByRole('button', { name: texts.changeHeld }).click()
  await panel.page.keyboard.press('ControlOrMeta+a')
  await panel.page.keyboard.type('We open at nine')
  await panel.page.keyboard.press('Enter')
  await bubble().getByText('We open at nine').waitFor()
  await bubble().getByRole('button', { name: texts.sendHeldNow }).click()
  await bubble().getByText('so that WhatsApp').waitFor({ state: 'detached' })
  expect(said()).toEqual(['We open at nine'])
})

it('is listed on Home, and cancelled there', async () => {
  await bubble().getByText('so that WhatsApp does not restrict it').waitFor()
  await panel.page.goto(`${panel.omni.url}/#/`)
  const attention = panel.page.getByRole('region', { name: 'Needs attention' })
  await attention.getByText(/^A message for Person 15552223333 waits to be sent\. Will be sent .*WhatsApp/).waitFor()
  await attention.getByRole('button', { name: texts.cancelHeld }).click()
  await attention.getByText('waits to be sent').waitFor({ state: 'detached' })
  expect(said()).toEqual([])
})

it('waits for its account to come back, and then leaves without anybody', async () => {
  await bubble().getByRole('button', { name: texts.cancelHeld }).click()
  await panel.omni.panel.instances.disconnect({ name: 'shop' })
  const error = new OmniError('unreachable', 'It is away.')
  channel.beforeSend = () =>
    Promise.reject(new SendError({ error, wasSent: 'no', isTransient: true, retryAfterMs: null, request: {}, response: null }))
  await panel.omni.panel.instances.update({
    name: 'shop',
    behaviour: { health: { replyOnly: false, perHour: 100, newContactsPerDay: 5, pauseMinMs: 0, pauseMaxMs: 0 } },
  })
  await panel.page.getByRole('textbox', { name: texts.reply }).fill('See you')
  await panel.page.keyboard.press('Enter')
  await bubble().getByText(texts.held_disconnected).waitFor()
  channel.beforeSend = null
  await panel.omni.panel.instances.connect({ name: 'shop' })
  await bubble().getByText(texts.held_disconnected).waitFor({ state: 'detached' })
  expect(said()).toEqual(['See you'])
})
