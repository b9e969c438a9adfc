import { describe, expect, it } from 'vitest'
import { common } from '../../../src-renderer/i18n/en/common.ts'
import { conversations } from '../../../src-renderer/i18n/en/conversations.ts'
import { findBarriers } from '../../support/axe.ts'
import { type Inbox, inboxForEach } from '../../support/inbox.ts'
import { pngOf } from '../../support/media.ts'
import { bubblesOf } from '../../support/panel.ts'

let inbox: Inbox
inboxForEach(async (opened) => {
  inbox = opened
  await inbox.writes('Ana Lima', 'Do you open on Saturday?', { id: '3AQUESTION' })
  await inbox.open('Ana Lima')
  // She is left to the person: the agent stays out of it.
  await inbox.page.getByRole('button', { name: 'Stop this answer' }).click()
  await inbox.page.getByRole('article', { name: 'Sofia is answering' }).waitFor({ state: 'detached' })
})

const sent = () => inbox.evolution.sent
const send = () => inbox.page.getByRole('button', { name: 'Send', exact: true })

describe('saved replies', () => {
  it('are found by “/”, chosen by the arrows and inserted by Enter, without sending anything', async () => {
    for (const [shortcut, text] of [
      ['hours', 'We open at 9.'],
      ['holidays', 'Closed on holidays.'],
      ['thanks', 'Thank you!'],
    ] as const)
      await inbox.hub.savedReplies.create({ shortcut, text, instanceName: null })
    await inbox.box.pressSequentially('Hi Ana! /ho')
    const options = inbox.page.getByRole('listbox', { name: conversations.composer.savedReplies }).getByRole('option')
    await options.nth(1).waitFor()
    expect(await options.allInnerTexts()).toEqual([expect.stringContaining('/holidays'), expect.stringContaining('/hours')])
    await inbox.box.press('ArrowDown')
    await inbox.page.getByRole('option', { name: /hours/, selected: true }).waitFor()
    await inbox.box.press('Enter')
    await expect.poll(() => inbox.box.inputValue()).toBe('Hi Ana! We open at 9.')
    expect(sent()).toEqual([])
    await inbox.box.press('Enter')
    await bubblesOf(inbox.page, 'You').getByText('Hi Ana! We open at 9.').waitFor()
  })

  it('are closed by Escape, and say when there is none', async () => {
    await inbox.box.pressSequentially('/nothing')
    await inbox.page.getByText('No saved reply “/nothing”').last().waitFor()
    await inbox.box.press('Escape')
    await inbox.page.getByRole('button', { name: conversations.composer.manageReplies }).waitFor({ state: 'detached' })
    expect(await inbox.box.inputValue()).toBe('/nothing')
  })

  it('that do not exist are not sent by Enter, until Escape says that it is no saved reply', async () => {
    await inbox.box.pressSequentially('/nothing')
    await inbox.page.getByText('No saved reply “/nothing”').last().waitFor()
    await inbox.box.press('Enter')
    await inbox.page.getByText('so nothing was sent').last().waitFor()
    expect(await inbox.box.inputValue()).toBe('/nothing')
    expect(sent()).toEqual([])
    await inbox.box.press('Escape')
    await inbox.box.press('Enter')
    await bubblesOf(inbox.page, 'You').getByText('/nothing').waitFor()
  })

  it('are saved without sending what was typed and without taking the conversation over', async () => {
    await inbox.box.pressSequentially('/')
    await inbox.page.getByRole('button', { name: conversations.composer.manageReplies }).click()
    const dialog = inbox.page.getByRole('dialog', { name: conversations.composer.savedReplies })
    await dialog.getByRole('button', { name: conversations.composer.newReply }).click()
    await dialog.getByRole('textbox', { name: conversations.composer.shortcut }).fill('hours')
    await dialog.getByRole('textbox', { name: conversations.composer.replyText }).fill('We open at 9.')
    await dialog.getByRole('textbox', { name: conversations.composer.shortcut }).press('Enter')
    await dialog.getByRole('button', { name: 'Edit /hours' }).waitFor()
    expect(await inbox.box.inputValue()).toBe('/')
    expect((await inbox.find('Ana Lima')).owner.kind).toBe('bot')
    expect(sent()).toEqual([])
  })

  it('are written, changed, deleted and given back where they are used', async () => {
    await inbox.box.pressSequentially('/')
    await inbox.page.getByRole('button', { name: conversations.composer.manageReplies }).click()
    const dialog = inbox.page.getByRole('dialog', { name: conversations.composer.savedReplies })
    await dialog.getByRole('button', { name: conversations.composer.newReply }).click()
    await dialog.getByRole('textbox', { name: conversations.composer.shortcut }).fill('two words')
    await dialog.getByText(conversations.composer.shortcutWrong).waitFor()
    await dialog.getByRole('textbox', { name: conversations.composer.shortcut }).fill('hours')
    await dialog.getByRole('textbox', { name: conversations.composer.replyText }).fill('We open at 9.')
    await dialog.getByRole('button', { name: conversations.composer.saveReply }).click()
    await dialog.getByRole('button', { name: 'Edit /hours' }).click()
    await dialog.getByRole('textbox', { name: conversations.composer.replyText }).fill('We open at 10.')
    await dialog.getByRole('button', { name: conversations.composer.saveReply }).click()
    await dialog.getByText('We open at 10.').waitFor()
    await dialog.getByRole('button', { name: 'Delete /hours' }).click()
    await dialog.getByText(conversations.composer.noRepliesYet).waitFor()
    await inbox.page.getByRole('button', { name: common.undo }).click()
    await dialog.getByText('We open at 10.').waitFor()
    expect(await findBarriers(inbox.page)).toEqual([])
  })
})

it('puts emoji where the caret is, found by the keyboard, and fetches nothing from elsewhere', async () => {
  const foreign: string[] = []
  inbox.page.on('request', (request) => {
    if (!request.url().startsWith(inbox.panel.omni.url) && /^https?:/.test(request.url())) foreign.push(request.url())
  })
  await inbox.box.fill('Happy birthday!')
  await inbox.box.press('ArrowLeft')
  await inbox.page.getByRole('button', { name: conversations.composer.emoji }).press('Enter')
  const search = inbox.page.getByRole('combobox', { name: 'Search' })
  await search.fill('birthday cake')
  await inbox.page.getByRole('option', { name: /birthday cake/ }).waitFor()
  expect(await findBarriers(inbox.page)).toEqual([])
  await search.press('ArrowDown')
  await search.press('Enter')
  await expect.poll(() => inbox.box.inputValue()).toBe('Happy birthday🎂!')
  expect(foreign).toEqual([])
})

describe('files', () => {
  const picture = pngOf(40, 30, [250, 200, 150], [200, 90, 60])
  const tray = () => inbox.page.getByRole('list', { name: conversations.composer.files })

  it('are handed over piece by piece, and go with their caption', async () => {
    const chooser = inbox.page.waitForEvent('filechooser')
    await inbox.page.getByRole('button', { name: conversations.composer.attach }).click()
    // More than one piece.
    await (await chooser).setFiles([{ name: 'menu.txt', mimeType: 'text/plain', buffer: Buffer.from('Bread\n'.repeat(70_000)) }])
    await tray().getByText(conversations.composer.ready).waitFor()
    await inbox.box.fill('Our menu')
    await inbox.box.press('Enter')
    await bubblesOf(inbox.page, 'You').getByRole('link', { name: 'Download menu.txt' }).waitFor()
    await bubblesOf(inbox.page, 'You').getByText('Our menu').waitFor()
    await tray().waitFor({ state: 'detached' })
    expect(await inbox.box.inputValue()).toBe('')
  })

  it('are pasted and dropped as well, seen before they go, and taken away', async () => {
    await inbox.box.focus()
    await inbox.page.evaluate(`pasteFile('cake.png', 'image/png', '${picture.toString('base64')}')`)
    await tray().getByText('cake.png').waitFor()
    await tray().locator('img').waitFor()
    await inbox.page.evaluate(`holdFile('dropped.txt', 'text/plain', '${btoa('Bread')}')`)
    await inbox.page.getByText(conversations.composer.dropHere).waitFor()
    await inbox.page.evaluate('dropFile()')
    await inbox.page.getByText(conversations.composer.dropHere).waitFor({ state: 'detached' })
    await tray().getByText('dropped.txt').waitFor()
    await tray().getByRole('button', { name: 'Remove dropped.txt' }).click()
    await tray().getByText(conversations.composer.ready).waitFor()
    await send().click()
    await bubblesOf(inbox.page, 'You').getByRole('button', { name: conversations.thread.openImage }).waitFor()
    expect(sent()).toHaveLength(1)
  })

  it('of 500 MB are refused in plain words, before a byte of them is read', async () => {
    const called: string[] = []
    inbox.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => called.push(String(payload))))
    await inbox.page.evaluate(`dropFileOf(500_000_000, 'film.mp4')`)
    await tray()
      .getByText(/^500\sMB is too large: files of up to 67\.1\sMB can be sent/)
      .waitFor()
    expect(await send().isDisabled()).toBe(true)
    expect(called.filter((payload) => payload.includes('uploads'))).toEqual([])
    await tray().getByRole('button', { name: 'Remove film.mp4' }).click()
    await tray().waitFor({ state: 'detached' })
  })
})

it('keeps what was typed in each conversation, through a reload', async () => {
  await inbox.writes('Rui', 'Hello')
  await inbox.box.fill('For Ana')
  await inbox.open('Rui')
  await inbox.box.fill('For Rui\nin two lines')
  await inbox.page.reload()
  await expect.poll(() => inbox.box.inputValue()).toBe('For Rui\nin two lines')
  await inbox.open('Ana Lima')
  await expect.poll(() => inbox.box.inputValue()).toBe('For Ana')
})

describe('a message for later', () => {
  const planned = () => inbox.page.getByRole('region', { name: /planned message/ })

  it('waits in the thread, is changed, cancelled and given back', async () => {
    await inbox.box.fill('Your cake is ready')
    await inbox.page.getByRole('button', { name: conversations.composer.schedule }).click()
    await inbox.page.getByRole('button', { name: new RegExp(conversations.composer.when_tomorrow) }).click()
    await planned().getByText('Your cake is ready').waitFor()
    await planned()
      .getByText(/9:00 AM/)
      .waitFor()
    expect(await inbox.box.inputValue()).toBe('')
    expect(sent()).toEqual([])
    await planned().getByRole('button', { name: conversations.composer.editPlanned }).click()
    const dialog = inbox.page.getByRole('dialog', { name: conversations.composer.editPlannedTitle })
    await dialog.getByRole('textbox', { name: conversations.composer.message }).fill('Your cake is ready, Ana')
    await dialog.getByRole('button', { name: common.save }).click()
    await planned().getByText('Your cake is ready, Ana').waitFor()
    await planned().getByRole('button', { name: conversations.composer.cancelPlanned }).click()
    await planned().waitFor({ state: 'detached' })
    await inbox.page.getByRole('button', { name: common.undo }).click()
    await planned().getByText('Your cake is ready, Ana').waitFor()
  })

  it('is not planned for a time that is over', async () => {
    await inbox.box.fill('Too late')
    await inbox.page.getByRole('button', { name: conversations.composer.schedule }).click()
    await inbox.page.getByLabel(conversations.composer.pickTime).fill('2020-01-01T09:00')
    await inbox.page.getByText(conversations.composer.pickTimeWrong).waitFor()
    expect(await inbox.page.getByRole('button', { name: conversations.composer.plan }).isDisabled()).toBe(true)
  })
})

describe('about one message', () => {
  const ana = () => bubblesOf(inbox.page, 'Ana Lima')

  it('quotes it, as the customer sees it, and the quote leads back', async () => {
    await ana().hover()
    await ana().getByRole('button', { name: conversations.thread.reply }).click()
    await inbox.page.getByText('Reply to Ana Lima', { exact: true }).waitFor()
    await inbox.box.fill('Yes, from 9 to 13.')
    await inbox.box.press('Enter')
    const mine = bubblesOf(inbox.page, 'You').filter({ hasText: 'Yes, from 9 to 13.' })
    await mine.getByRole('button', { name: /Do you open on Saturday/ }).waitFor()
    await inbox.page.getByText('Reply to Ana Lima', { exact: true }).waitFor({ state: 'detached' })
    await expect.poll(() => sent().map(({ text }) => text)).toEqual(['Yes, from 9 to 13.'])
    expect(JSON.stringify(sent()[0]?.body)).toContain('3AQUESTION')
  })

  it('reacts to it and takes the reaction back, by the keyboard', async () => {
    await ana().getByRole('button', { name: conversations.thread.react }).press('Enter')
    await inbox.page.getByRole('button', { name: 'React with 👍' }).press('Enter')
    await ana().getByRole('button', { name: 'Take back 👍' }).waitFor()
    await ana().getByRole('button', { name: 'Take back 👍' }).press('Enter')
    await ana().getByRole('button', { name: 'Take back 👍' }).waitFor({ state: 'detached' })
  })
})
