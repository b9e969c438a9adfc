/** The pane beside a conversation: the person, why it was (not) answered, labels, notes, history. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { common } from '../../../src-renderer/i18n/en/common.ts'
import { conversations } from '../../../src-renderer/i18n/en/conversations.ts'
import { findBarriers } from '../../support/axe.ts'
import { type Inbox, numberOf, openInbox } from '../../support/inbox.ts'

let inbox: Inbox
afterEach(() => inbox.close())

const pane = () => inbox.page.getByRole('complementary', { name: conversations.person.title })

describe('beside the conversation', () => {
  beforeEach(async () => {
    inbox = await openInbox()
    await inbox.writes('Ana Lima', 'Do you open on Saturday?')
    await inbox.sofia.asked()
    inbox.sofia.finish('At nine.')
    await inbox.open('Ana Lima')
    await inbox.thread.getByText('At nine.').waitFor()
  })

  it('says who it is, by every number and id, and what there was with them', async () => {
    const digits = numberOf('Ana Lima')
    await pane()
      .getByRole('button', { name: `Copy +1 ${digits.slice(1, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}` })
      .waitFor()
    await pane().getByText(`9${digits}`).waitFor()
    await pane().getByText(conversations.person.merged).waitFor()
    const history = pane().getByRole('region', { name: conversations.person.history })
    await history.getByText(conversations.person.noOthers).waitFor()
    await history.getByText(conversations.person.answers).waitFor()
  })

  it('tells why it was answered, leads to the trace, and answers again', async () => {
    const why = pane().getByRole('region', { name: conversations.person.why })
    await why.getByText('Answered', { exact: true }).waitFor()
    await why.getByRole('button', { name: conversations.person.runAgain }).click()
    await inbox.sofia.asked(2)
    inbox.sofia.finish('At nine, as always.')
    await inbox.thread.getByText('At nine, as always.').waitFor()
    await why.getByRole('link', { name: conversations.person.openTrace }).click()
    await inbox.page.getByRole('list', { name: 'Steps' }).waitFor()
  })

  it('gives labels by the keyboard, shows them on the row, and takes them away', async () => {
    const labels = pane().getByRole('region', { name: conversations.person.labels })
    await labels.getByRole('button', { name: conversations.person.addLabel }).press('Enter')
    const search = inbox.page.getByRole('textbox', { name: conversations.person.findLabel })
    await search.fill('Order')
    await search.press('ArrowDown')
    await search.press('Enter')
    await labels.getByRole('button', { name: 'Remove the label “Order”' }).waitFor()
    const row = inbox.list.getByRole('link', { name: /Ana Lima/ })
    await row.getByText('Order').waitFor()
    await inbox.page.keyboard.press('Escape')
    // Only conversations of the label, by the menu of the filters; the address carries it.
    await inbox.list.getByRole('button', { name: 'Filter', exact: true }).click()
    // With how many each leaves.
    const choice = inbox.page.getByRole('menuitemcheckbox', { name: 'Order' })
    await choice.getByText('1', { exact: true }).waitFor()
    await inbox.page.getByRole('menuitemcheckbox', { name: 'Groups' }).getByText('0', { exact: true }).waitFor()
    await choice.click()
    await inbox.page.keyboard.press('Escape')
    expect(inbox.page.url()).toMatch(/\?label=/)
    await inbox.list.getByRole('button', { name: 'Remove the filter “Order”' }).waitFor()
    await labels.getByRole('button', { name: 'Remove the label “Order”' }).click()
    await inbox.list.getByText('No conversation fits this filter.').waitFor()
    await inbox.list.getByRole('button', { name: 'Remove the filter “Order”' }).click()
    await row.waitFor()
  })

  it('renames and deletes a label everywhere at once', async () => {
    const { id } = await inbox.find('Ana Lima')
    const label = await inbox.hub.labels.create({ name: 'Oder', colour: 'grey' })
    await inbox.hub.labels.assign({ conversationId: id, labelIds: [label.id] })
    const labels = pane().getByRole('region', { name: conversations.person.labels })
    await labels.getByText('Oder').waitFor()
    await labels.getByRole('button', { name: conversations.person.addLabel }).click()
    await inbox.page.getByRole('option', { name: conversations.person.manageLabels }).click()
    const dialog = inbox.page.getByRole('dialog', { name: conversations.person.manageLabelsTitle })
    const name = dialog.getByRole('textbox', { name: conversations.person.labelName })
    await name.fill('Order')
    await name.press('Enter')
    await dialog.getByRole('button', { name: 'Delete “Order”' }).waitFor()
    await dialog.getByRole('radio', { name: conversations.person.colour_violet }).click()
    await dialog.getByRole('radio', { name: conversations.person.colour_violet, checked: true }).waitFor()
    await dialog.getByRole('button', { name: 'Delete “Order”' }).click()
    await inbox.page.getByRole('textbox', { name: 'Type Order to confirm' }).fill('Order')
    await inbox.page.getByRole('button', { name: conversations.person.deleteAction }).click()
    await labels.getByText(conversations.person.noLabels).waitFor()
  })

  it('keeps notes, their draft through a reload, and gives a deleted one back', async () => {
    const notes = pane().getByRole('region', { name: conversations.person.notes })
    const field = notes.getByRole('textbox', { name: conversations.person.notes })
    await field.fill('Pays by transfer <b>always</b>')
    await inbox.page.reload()
    expect(await field.inputValue()).toBe('Pays by transfer <b>always</b>')
    await field.press('Control+Enter')
    const note = notes.getByRole('listitem').filter({ hasText: 'Pays by transfer <b>always</b>' })
    await note.waitFor()
    expect(await field.inputValue()).toBe('')
    await note.getByRole('button', { name: conversations.person.removeNote }).click()
    await note.waitFor({ state: 'detached' })
    await inbox.page.getByRole('button', { name: common.undo }).click()
    await note.waitFor()
  })

  it('is no barrier (axe), and stays closed once it was closed', async () => {
    await pane().getByText(conversations.person.noOthers).waitFor()
    expect(await findBarriers(inbox.page)).toEqual([])
    await pane().getByRole('button', { name: conversations.person.hide }).click()
    await pane().waitFor({ state: 'detached' })
    await inbox.page.reload()
    await inbox.thread.getByText('At nine.').waitFor()
    expect(await pane().count()).toBe(0)
    await inbox.page.keyboard.press('i')
    await pane().waitFor()
  })
})

it('is a drawer in a small window, which the keyboard opens, walks and closes', async () => {
  inbox = await openInbox({ viewport: { width: 1024, height: 640 } })
  await inbox.writes('Ana Lima', 'Hi')
  await inbox.open('Ana Lima')
  expect(await pane().count()).toBe(0)
  const button = inbox.page.getByRole('button', { name: conversations.person.show })
  await button.press('Enter')
  const drawer = inbox.page.getByRole('dialog', { name: conversations.person.title })
  await drawer.getByText(conversations.person.noOthers).waitFor()
  expect(await findBarriers(inbox.page)).toEqual([])
  await drawer.getByRole('button', { name: conversations.person.addLabel }).focus()
  await inbox.page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  // The focus goes back to where it came from.
  await expect.poll(() => inbox.page.locator(':focus').getAttribute('aria-label')).toBe(conversations.person.show)
})
