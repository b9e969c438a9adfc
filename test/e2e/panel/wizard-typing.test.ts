import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { agents } from '../../../src-renderer/i18n/en/agents.ts'
import { type Panel, settled } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

let panel: Panel
let page: Page
panelForEach(async (opened) => {
  panel = opened
  page = opened.page
})

const greeting = () => page.getByRole('checkbox', { name: agents.house.simpleGreeting })
/** Stands in the middle of the wizard, before the question who answers a real account. */
async function openAgentStep(): Promise<void> {
  await page.getByRole('button', { name: /^WhatsApp \(scan/ }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(async () => (await panel.omni.panel.setup.get())?.createdName).toBeTruthy()
  const draft = await panel.omni.panel.setup.get()
  if (draft === null) throw new Error('Nothing was begun.')
  await panel.omni.panel.setup.save({ draft: { ...draft, screen: 'agent' }, windowId: 'another' })
  await greeting().waitFor()
}

it('draws a tick with the click itself, and not once it was saved', async () => {
  await openAgentStep()
  const ticks = await greeting().evaluate((element) => {
    const box = element as unknown as { click(): void; checked: boolean }
    box.click()
    const afterOne = box.checked
    box.click()
    return [afterOne, box.checked]
  })
  expect(ticks).toEqual([true, false])
})

it('keeps a tick though the hub, asked before it, answers after it', async () => {
  await page.routeWebSocket(/./, (socket) => {
    const hub = socket.connectToServer()
    socket.onMessage((message) => {
      if (state === 'about to ask') state = 'asked'
      hub.send(message)
    })
    hub.onMessage((message) => {
      if (state === 'asked') held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  let state: 'free' | 'about to ask' | 'asked' = 'free'
  const held: (() => void)[] = []
  await page.reload()
  await openAgentStep()
  const draft = await panel.omni.panel.setup.get()
  if (draft === null) throw new Error('Nothing was begun.')
  // Another window writes, so that this one asks what there is now.
  state = 'about to ask'
  await panel.omni.panel.setup.save({ draft: { ...draft, displayName: 'Sol Bakery' }, windowId: 'another' })
  await expect.poll(() => held.length).toBeGreaterThan(0)
  await greeting().check()
  state = 'free'
  for (const deliver of held) deliver()
  await expect.poll(async () => (await panel.omni.panel.setup.get())?.house.simpleGreeting).toBe(true)
  await settled(page)
  expect(await greeting().isChecked()).toBe(true)
})

it('shows the sample questions of the shop as examples only', async () => {
  await openAgentStep()
  await page.getByRole('button', { name: agents.house.addFaq }).click()
  const question = page.getByRole('textbox', { name: /^Question 1/ })
  expect(await question.getAttribute('placeholder')).toBe(agents.house.sampleQuestion1)
  expect(await question.inputValue()).toBe('')
  expect(JSON.stringify(await panel.omni.panel.setup.get())).not.toContain(agents.house.sampleQuestion1)
})
