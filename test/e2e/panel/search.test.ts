import { expect, it } from 'vitest'
import { common } from '../../../src-renderer/i18n/en/common.ts'
import { conversations } from '../../../src-renderer/i18n/en/conversations.ts'
import { findBarriers } from '../../support/axe.ts'
import { type Inbox, inboxForEach } from '../../support/inbox.ts'

let inbox: Inbox
inboxForEach(async (opened) => {
  inbox = opened
  // In the same second, which is all that WhatsApp says: reading one must not move it before the other.
  const timestamp = Math.floor(Date.now() / 1000)
  await inbox.writes('Caroline', 'Good morning', { timestamp })
  await inbox.writes('Rui', 'A carrot cake for Saturday, please', { timestamp })
  for (const name of ['Caroline', 'Rui']) {
    const { id } = await inbox.find(name)
    await inbox.hub.conversations.takeOver({ conversationId: id, by: 'Sofia', minutes: null })
  }
  await inbox.page.goto(`${inbox.panel.omni.url}/#/conversations`)
})

const field = () => inbox.page.getByRole('searchbox', { name: conversations.searchPlaceholder })
const found = (name: string) => inbox.list.getByRole('region', { name })

it('finds people and messages by the beginning of a word, and marks it', async () => {
  await inbox.page.getByRole('link', { name: /Caroline/ }).waitFor()
  await inbox.page.keyboard.press('/')
  await inbox.page.keyboard.type('CAR')
  await found(conversations.list.people)
    .getByRole('link', { name: /Caroline/ })
    .waitFor()
  const hit = found(conversations.list.messages).getByRole('link', { name: /Rui/ })
  await hit.locator('mark', { hasText: 'car' }).waitFor()
  expect(await findBarriers(inbox.page)).toEqual([])
  // By the keyboard alone: down to the first result, on to the message, and Escape back to the field.
  await field().press('ArrowDown')
  await inbox.page.keyboard.press('ArrowDown')
  await inbox.page.keyboard.press('Enter')
  await inbox.page.getByRole('heading', { level: 2, name: 'Rui' }).waitFor()
  await inbox.page.keyboard.press('Escape')
  expect(await field().inputValue()).toBe('')
  await inbox.list.getByRole('link', { name: /Caroline/ }).waitFor()
  expect(await field().evaluate((element) => element.matches(':focus'))).toBe(true)
})

it('opens what the words typed now find, however soon Enter comes', async () => {
  await field().fill('car')
  await found(conversations.list.people)
    .getByRole('link', { name: /Caroline/ })
    .waitFor()
  // In one moment, as a fast hand does: the panel cannot have asked for "carrot" yet.
  await field().evaluate((element) => {
    const input = element as unknown as { dispatchEvent(event: unknown): void }
    const { Event, KeyboardEvent, HTMLInputElement } = globalThis as unknown as {
      Event: new (type: string, init: object) => unknown
      KeyboardEvent: new (type: string, init: object) => unknown
      HTMLInputElement: { prototype: object }
    }
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(element, 'carrot')
    input.dispatchEvent(new Event('input', { bubbles: true }))
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })
  await inbox.page.getByRole('heading', { level: 2, name: 'Rui' }).waitFor()
})

it('jumps to a message far back and marks it; its address leads there as well', async () => {
  const { id } = await inbox.find('Rui')
  for (let n = 1; n <= 130; n += 1) await inbox.hub.conversations.sendText({ conversationId: id, text: `Line ${n}`, clientId: `s${n}` })
  await field().fill('carrot')
  await found(conversations.list.messages).getByRole('link', { name: /Rui/ }).click()
  const message = inbox.thread.getByRole('article', { name: 'Rui' })
  await message.getByText('A carrot cake for Saturday, please').waitFor()
  await inbox.thread.locator('[data-target]', { hasText: 'carrot cake' }).waitFor()
  await inbox.page.reload()
  await message.getByText('A carrot cake for Saturday, please').waitFor()
  expect(await inbox.thread.getByText('Line 130', { exact: true }).count()).toBe(0)
  // Whoever writes is at the newest message again.
  await inbox.box.fill('Which Saturday?')
  await inbox.box.press('Enter')
  await inbox.thread.getByText('Which Saturday?').waitFor()
  await inbox.thread.getByText('Line 130', { exact: true }).waitFor()
})

it('says when nothing has these words, and how to go on', async () => {
  await field().fill('zebra')
  await inbox.list.getByRole('heading', { name: conversations.noMatchTitle }).waitFor()
  await inbox.list.getByRole('button', { name: conversations.list.clearSearch }).click()
  await inbox.list.getByRole('link', { name: /Rui/ }).waitFor()
})

it('filters by a link, counts, shows what is on, and keeps it while one reads', async () => {
  const { id } = await inbox.find('Rui')
  await inbox.hub.conversations.giveBack({ conversationId: id, by: 'Sofia' })
  await inbox.page.goto(`${inbox.panel.omni.url}/#/conversations?paused=1`)
  await inbox.list.getByRole('link', { name: /Caroline/ }).click()
  await inbox.page.getByRole('heading', { level: 2, name: 'Caroline' }).waitFor()
  expect(await inbox.list.getByRole('link', { name: /Rui/ }).count()).toBe(0)
  expect(inbox.page.url()).toContain('paused=1')
  await inbox.list.getByRole('button', { name: `Remove the filter “${conversations.inbox.filter_paused}”` }).click()
  await inbox.list.getByRole('link', { name: /Rui/ }).waitFor()
  expect(inbox.page.url()).not.toContain('paused')
  // Rui's message was not read yet, and the filter says so.
  const unread = inbox.list.getByRole('button', { name: `${conversations.inbox.filter_unread} 1` })
  await unread.click()
  await inbox.list.getByRole('link', { name: /Caroline/ }).waitFor({ state: 'detached' })
  await inbox.page.reload()
  await inbox.list.getByRole('button', { name: conversations.inbox.filter_unread, pressed: true }).waitFor()
})

it('walks, replies, takes over and marks as unread by single keys, which the help sheet lists', async () => {
  await inbox.list.getByRole('link', { name: /Rui/ }).waitFor()
  await inbox.page.keyboard.press('j')
  await inbox.page.getByRole('heading', { level: 2, name: 'Rui' }).waitFor()
  await inbox.page.keyboard.press('j')
  await inbox.page.getByRole('heading', { level: 2, name: 'Caroline' }).waitFor()
  // Of both: Caroline is open sooner than the hub has Rui read.
  await expect.poll(() => inbox.list.getByText('1 unread message').count()).toBe(0)
  await inbox.page.keyboard.press('k')
  await inbox.page.getByRole('heading', { level: 2, name: 'Rui' }).waitFor()
  await inbox.page.keyboard.press('r')
  await expect.poll(() => inbox.page.locator(':focus').getAttribute('aria-label')).toBe(conversations.reply)
  await inbox.page.keyboard.press('Escape')
  await inbox.page.keyboard.press('?')
  const sheet = inbox.page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const label of [conversations.list.next, conversations.list.previous, conversations.list.searchShortcut])
    await sheet.getByText(label).waitFor()
  await inbox.page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'hidden' })
  await inbox.page.keyboard.press('e')
  await inbox.page.getByRole('heading', { name: conversations.chooseTitle }).waitFor()
  await inbox.list.getByRole('link', { name: /Rui/ }).getByText('1 unread message').waitFor()
})

it('finds a person by the number as it is displayed, by a part of it and by its last digits', async () => {
  await inbox.evolution.deliverInbound('shop', { from: '5511988887777', name: 'Marta', text: 'Hello' })
  await inbox.list.getByRole('link', { name: /Marta/ }).waitFor()
  for (const asked of ['+55 11 98888-7777', '(11) 98888', '7777']) {
    await field().fill(asked)
    await found(conversations.list.people).getByRole('link', { name: /Marta/ }).waitFor()
    expect(await found(conversations.list.people).getByRole('link').count()).toBe(1)
    await field().fill('')
    await inbox.list.getByRole('link', { name: /Rui/ }).waitFor()
  }
})

it('skips simulated conversations with J and K, and ignores single keys while a list is open', async () => {
  const rows = () => inbox.list.getByRole('link').count()
  await inbox.list.getByRole('link', { name: /Caroline/ }).waitFor()
  const before = await rows()
  await inbox.hub.instances.create({ name: 'tryout', channel: 'simulator' })
  const { id } = await inbox.hub.simulator.open({ instanceName: 'tryout' })
  await inbox.hub.simulator.say({ conversationId: id, text: 'Is this on?', clientId: 'try' })
  // Its words are soon replaced by those of the answer.
  await expect.poll(rows).toBe(before + 1)
  await inbox.page.keyboard.press('j')
  await inbox.page.getByRole('heading', { level: 2, name: 'Rui' }).waitFor()
  await inbox.page.getByRole('button', { name: conversations.person.addLabel }).click()
  await expect.poll(() => inbox.page.locator(':focus').getAttribute('aria-label')).toBe(conversations.person.findLabel)
  await inbox.page.keyboard.press('Escape')
  await expect.poll(() => inbox.page.locator(':focus').getAttribute('aria-label')).toBe(conversations.person.addLabel)
  await inbox.page.keyboard.press('Enter')
  await inbox.page.getByRole('listbox', { name: conversations.person.labels }).waitFor()
  await inbox.page.evaluate('document.activeElement.blur()')
  await inbox.page.keyboard.press('j')
  await inbox.page.keyboard.press('e')
  await inbox.page.getByRole('heading', { level: 2, name: 'Rui' }).waitFor()
  expect((await inbox.find('Rui')).unreadCount).toBe(0)
})

it('lets a person choose several that wait and mark them as handled at once, and undo that', async () => {
  for (const name of ['Caroline', 'Rui']) {
    const { id } = await inbox.find(name)
    await inbox.hub.conversations.giveBack({ conversationId: id, by: 'Sofia' })
    await inbox.hub.conversations.waitAgain([{ conversationId: id, reason: 'handover' }])
  }
  await inbox.page.goto(`${inbox.panel.omni.url}/#/conversations?waiting=1`)
  await inbox.list.getByRole('button', { name: conversations.list.chooseSeveral }).click()
  await inbox.list.getByRole('checkbox', { name: 'Rui' }).check()
  await inbox.list.getByRole('button', { name: 'Select all 2' }).click()
  expect(await findBarriers(inbox.page)).toEqual([])
  await inbox.list.getByRole('button', { name: 'Mark 2 handled' }).click()
  await inbox.list.getByRole('link', { name: /Rui/ }).waitFor({ state: 'detached' })
  await expect.poll(async () => (await inbox.find('Rui')).owner.kind).toBe('bot')
  await inbox.page.getByRole('button', { name: common.undo }).click()
  await inbox.list.getByRole('link', { name: /Rui/ }).waitFor()
  await inbox.list.getByRole('link', { name: /Caroline/ }).waitFor()
})
