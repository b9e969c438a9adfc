/** A person and the agent in one conversation, as seen in a browser. */
import { afterEach, expect, it } from 'vitest'
import { conversations } from '../../../src-renderer/i18n/en/conversations.ts'
import { openPanel, type Panel } from '../../support/panel.ts'

let panel: Panel

afterEach(() => panel.close())

async function open(behaviour: { answersNeedApproval?: boolean } = {}) {
  panel = await openPanel()
  const hub = panel.omni.panel
  await hub.instances.create({
    name: 'shop',
    channel: 'simulator',
    house: { openingHours: 'At 9.' },
    behaviour: { gatherWindowMs: 0, ...behaviour },
  })
  const { id } = await hub.simulator.open({ instanceName: 'shop', customerName: 'Rui' })
  let n = 0
  const say = (text: string) => {
    n += 1
    return hub.simulator.say({ conversationId: id, text, clientId: `e${n}` })
  }
  await panel.page.goto(`${panel.omni.url}/#/conversations/${id}`)
  return { id, say, hub, page: panel.page }
}

it('is taken over for a while and given back, and the thread says so', async () => {
  const { id, say, hub, page } = await open()
  // The list shows the newest of these too, sooner or later.
  const thread = page.getByRole('log', { name: 'Messages' })
  await page.getByRole('button', { name: conversations.inbox.takeOver }).click()
  await page.getByLabel(conversations.inbox.yourName).fill('Ana')
  await page.getByRole('button', { name: conversations.inbox.minutes_30 }).click()
  await thread.getByText(/^Ana took over until/).waitFor()
  await page.getByRole('status').filter({ hasText: 'Ana has this conversation until' }).waitFor()
  await say('When do you open?')
  await thread.getByText('When do you open?').waitFor()
  expect((await hub.conversations.messages({ conversationId: id })).items.some((message) => message.author === 'agent')).toBe(false)
  await page.getByRole('button', { name: conversations.inbox.giveBack }).click()
  await thread.getByText('Ana gave the conversation back', { exact: true }).waitFor()
  await say('And on Sunday, when do you open?')
  await thread.getByText('At 9.').waitFor()
})

it('shows an answer that waits for approval, and sends what the person made of it', async () => {
  const { say, page } = await open({ answersNeedApproval: true })
  await say('When do you open?')
  const draft = page.getByRole('region', { name: conversations.inbox.draftTitle })
  await draft.getByRole('textbox').fill('At 10 today')
  await draft.getByRole('button', { name: conversations.inbox.approve }).click()
  await page.getByRole('log', { name: 'Messages' }).getByRole('article').getByText('At 10 today').waitFor()
  await draft.waitFor({ state: 'detached' })
})

it('filters the list, and says when nothing fits', async () => {
  const { say, page } = await open()
  await say('I lost my umbrella yesterday')
  const list = page.getByRole('region', { name: conversations.listLabel })
  await list.getByRole('button', { name: conversations.inbox.filter_waiting }).click()
  await list.getByRole('link', { name: /Rui/ }).waitFor()
  await list.getByRole('button', { name: conversations.list.filter, exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: conversations.inbox.filter_group }).click()
  await page.keyboard.press('Escape')
  await list.getByText(conversations.inbox.filteredTitle).waitFor()
  await list.getByRole('button', { name: conversations.inbox.showAll }).click()
  await list.getByRole('link', { name: /Rui/ }).waitFor()
})
