import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { conversations } from '../../../src-renderer/i18n/en/conversations.ts'
import { watchLive } from '../../support/hub.ts'
import type { Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../support/scripted-channel.ts'

const COUNT = 61
const EVIL = '\u202ehttps://moc.elpmaxe.live\u202c and \u2067this'

let channel: ScriptedChannel
let panel: Panel
let page: Page
panelForEach(
  async (opened) => {
    panel = opened
    page = opened.page
    await panel.omni.panel.instances.create({ name: 'shop', channel: 'whatsapp', provider: 'scripted', behaviour: { gatherWindowMs: 0 } })
    const live = await watchLive(panel.omni.panel)
    const from = (index: number) => textFrom(`1555222${String(index).padStart(4, '0')}`, index === 0 ? EVIL : 'Hello?')
    await channel.tell('shop', ...Array.from({ length: COUNT }, (_, index) => from(index)))
    await expect.poll(async () => (await panel.omni.panel.conversations.counts({ instanceName: 'shop' })).waiting).toBe(COUNT)
    live.stop()
  },
  () => {
    channel = createScriptedChannel()
    return { drivers: [channel.driver] }
  },
)
const waiting = async () => (await panel.omni.panel.conversations.counts({ instanceName: 'shop' })).waiting

it('shows those who still wait when all that were loaded are marked as handled', async () => {
  await page.goto(`${panel.omni.url}/#/conversations?waiting=1`)
  await page.getByRole('button', { name: conversations.list.chooseSeveral }).click()
  await page.getByRole('button', { name: 'Select all 50' }).click()
  await page.getByRole('button', { name: 'Mark 50 handled' }).click()
  await expect.poll(waiting).toBe(COUNT - 50)
  await page.getByRole('button', { name: conversations.list.chooseSeveral }).click()
  await page.getByRole('button', { name: `Select all ${COUNT - 50}` }).click()
  await page.getByRole('button', { name: `Mark ${COUNT - 50} handled` }).click()
  await expect.poll(waiting).toBe(0)
  await page.getByText('Nothing here').waitFor()
})

it('shows of a link the address that it opens, whatever turns its words', async () => {
  const { items } = await panel.omni.panel.conversations.list({ instanceName: 'shop', limit: 200 })
  const evil = items.find(({ phoneNumber }) => phoneNumber === '15552220000')
  await page.goto(`${panel.omni.url}/#/conversations/${evil?.id}`)
  const link = page.getByRole('link', { name: 'moc.elpmaxe.live' })
  await link.waitFor()
  expect([await link.getAttribute('href'), await link.textContent()]).toEqual(['https://moc.elpmaxe.live', 'https://moc.elpmaxe.live'])
  expect(await page.evaluate('document.body.innerText')).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})
