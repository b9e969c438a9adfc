import { describe, expect, it } from 'vitest'
import { conversations } from '../../../src-renderer/i18n/en/conversations.ts'
import { sendFile } from '../../support/attach.ts'
import { findBarriers } from '../../support/axe.ts'
import { type Inbox, inboxForEach, numberOf } from '../../support/inbox.ts'
import { pngOf, wavOf } from '../../support/media.ts'
import { bubblesOf, wideElements } from '../../support/panel.ts'

let inbox: Inbox
inboxForEach(async (opened) => {
  inbox = opened
})

const ana = () => bubblesOf(inbox.page, 'Ana')
/** The agent stays out of it: a person has the conversation. */
async function isTaken(name: string): Promise<string> {
  const { id } = await inbox.find(name)
  await inbox.hub.conversations.takeOver({ conversationId: id, by: 'Sofia', minutes: null })
  return id
}

describe('what was written', () => {
  it('is shown with the forms of WhatsApp, and nothing of it is HTML', async () => {
    await inbox.writes('Ana', '*bold* _italic_ ~gone~ <b>not bold</b> ![x](https://evil.example/x.png) https://shop.example/a')
    await inbox.open('Ana')
    await ana().locator('strong', { hasText: 'bold' }).waitFor()
    await ana().locator('em', { hasText: 'italic' }).waitFor()
    await ana().locator('del', { hasText: 'gone' }).waitFor()
    await ana().getByText('<b>not bold</b>').waitFor()
    const link = ana().getByRole('link', { name: 'https://shop.example/a' })
    expect(await link.getAttribute('rel')).toContain('noopener')
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await ana().locator('img').count()).toBe(0)
  })

  it('keeps the forms of an answer while it is written and when it was sent', async () => {
    await inbox.writes('Ana', 'How much?')
    await inbox.open('Ana')
    await inbox.sofia.asked()
    inbox.sofia.write('It is **38.00**')
    const answering = inbox.page.getByRole('article', { name: 'Sofia is answering' })
    await answering.locator('strong', { hasText: '38.00' }).waitFor()
    inbox.sofia.finish('.')
    await bubblesOf(inbox.page, 'Sofia').locator('strong', { hasText: '38.00' }).waitFor()
  })

  it('is folded when it is long, and shown whole when asked', async () => {
    await inbox.writes('Ana', `Start ${'word '.repeat(11_990)}End`)
    await inbox.open('Ana')
    const more = ana().getByRole('button', { name: /^Show all \(59,9\d\d characters\)$/ })
    await more.waitFor()
    expect(await ana().getByText('End').count()).toBe(0)
    await more.press('Enter')
    await ana().getByText(/End$/).waitFor()
    await ana().getByRole('button', { name: conversations.thread.showLess }).click()
    await more.waitFor()
    expect(await wideElements(inbox.page)).toEqual([])
  })

  it('says that it was changed or taken back', async () => {
    await inbox.writes('Ana', 'At nine', { id: '3AEDIT' })
    await inbox.writes('Ana', 'Secret', { id: '3AGONE' })
    await inbox.open('Ana')
    const chat = { remoteJid: `${numberOf('Ana')}@s.whatsapp.net`, fromMe: false }
    await inbox.evolution.deliverInbound('shop', {
      from: numberOf('Ana'),
      name: 'Ana',
      message: { protocolMessage: { key: { ...chat, id: '3AEDIT' }, type: 'MESSAGE_EDIT', editedMessage: { conversation: 'At ten' } } },
      messageType: 'protocolMessage',
    })
    await ana().getByText('At ten').waitFor()
    await ana().getByRole('button', { name: conversations.edited }).focus()
    await inbox.page.getByRole('tooltip').getByText('Before: At nine').waitFor()
    await inbox.evolution.deliverInbound('shop', {
      from: numberOf('Ana'),
      name: 'Ana',
      message: { protocolMessage: { key: { ...chat, id: '3AGONE' }, type: 'REVOKE' } },
      messageType: 'protocolMessage',
    })
    await ana().getByText(conversations.revoked).waitFor()
    expect(await inbox.thread.getByText('Secret').count()).toBe(0)
  })
})

describe('what was sent along', () => {
  it('opens pictures large, walks through them by the arrows, and closes by Escape', async () => {
    await inbox.writes('Ana', 'Show me')
    const id = await isTaken('Ana')
    await sendFile(inbox.hub, id, 'one.png', pngOf(600, 400, [250, 210, 160], [210, 90, 60]), 'The first')
    await sendFile(inbox.hub, id, 'two.png', pngOf(400, 600, [160, 210, 250], [60, 90, 210]), 'The second')
    await inbox.open('Ana')
    const photos = inbox.thread.getByRole('button', { name: conversations.thread.openImage })
    await photos.nth(1).waitFor()
    await photos.first().press('Enter')
    const box = inbox.page.getByRole('dialog')
    await box.getByText('The first').waitFor()
    expect(await findBarriers(inbox.page)).toEqual([])
    await inbox.page.keyboard.press('ArrowRight')
    await box.getByText('The second').waitFor()
    expect(await box.getByRole('button', { name: conversations.thread.nextImage }).isDisabled()).toBe(true)
    await inbox.page.keyboard.press('ArrowLeft')
    await box.getByText('The first').waitFor()
    await inbox.page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
    await expect.poll(() => inbox.page.locator(':focus').getAttribute('aria-label')).toBe(conversations.thread.openImage)
  })

  it('plays a recording with its waveform, from where one wants, and faster', async () => {
    await inbox.writes('Ana', 'Tell me')
    await sendFile(inbox.hub, await isTaken('Ana'), 'note.wav', wavOf(4))
    await inbox.open('Ana')
    const player = inbox.thread.getByRole('figure', { name: conversations.audio })
    await player.getByText('0:04').waitFor()
    // Loud and quiet moments have bars of different heights.
    const heights = () =>
      player.locator('[style*="height"]').evaluateAll((bars) => new Set(bars.map((bar) => bar.getAttribute('style'))).size)
    await expect.poll(heights).toBeGreaterThan(5)
    const position = player.getByRole('slider', { name: conversations.thread.position })
    await position.fill('3')
    await player.getByText('0:03').waitFor()
    await player.getByRole('button', { name: 'Speed: 1×' }).click()
    await player.getByRole('button', { name: 'Speed: 1.5×' }).waitFor()
    await player.getByRole('button', { name: conversations.thread.play }).click()
    await player.getByRole('button', { name: conversations.thread.pause }).waitFor()
  })
})

describe('in a long conversation', () => {
  it('leads to a quoted message far back, and from there to the newest', async () => {
    await inbox.writes('Ana', 'The very first thing', { id: '3AFIRST' })
    const id = await isTaken('Ana')
    for (let n = 1; n <= 120; n += 1) await inbox.hub.conversations.sendText({ conversationId: id, text: `Line ${n}`, clientId: `l${n}` })
    await inbox.writes('Ana', 'As I said', {
      message: { extendedTextMessage: { text: 'As I said' } },
      messageType: 'extendedTextMessage',
      contextInfo: {
        stanzaId: '3AFIRST',
        participant: `${numberOf('Ana')}@s.whatsapp.net`,
        quotedMessage: { conversation: 'The very first thing' },
      },
    })
    await inbox.open('Ana')
    const quote = inbox.thread.getByRole('button', { name: /The very first thing/ })
    await quote.waitFor()
    expect(await inbox.thread.getByText('Line 3', { exact: true }).count()).toBe(0)
    await quote.click()
    await inbox.thread.getByText('Line 3', { exact: true }).waitFor()
    await ana().filter({ hasText: 'The very first thing' }).first().waitFor()
    await inbox.page.getByRole('button', { name: conversations.toNewest }).click()
    await inbox.thread.getByText('As I said').waitFor()
    await inbox.thread.getByText('Line 120', { exact: true }).waitFor()
  })

  it('shows its last words at once, and nothing moves when the list has drawn the rest', async () => {
    await inbox.writes('Ana', 'Hello')
    const id = await isTaken('Ana')
    for (let n = 1; n <= 70; n += 1)
      await inbox.hub.conversations.sendText({
        conversationId: id,
        text: n % 3 === 0 ? `Line ${n}\n\n`.repeat(4) : `Line ${n}`,
        clientId: `l${n}`,
      })
    await inbox.page.evaluate("location.hash = '#/conversations'; recordEnd()")
    await inbox.page.getByRole('link', { name: /Ana/ }).click()
    await inbox.thread.getByText('Line 70').waitFor()
    await inbox.page.locator('[data-first-look]').waitFor({ state: 'detached' })
    const frames = await inbox.page.evaluate(() =>
      (globalThis as unknown as { recordedEnd(): { first: number | null; list: number | null }[] }).recordedEnd(),
    )
    const shown = frames.slice(frames.findIndex(({ first }) => first !== null)).map(({ first, list }) => first ?? list)
    expect(shown.length).toBeGreaterThan(0)
    expect(new Set(shown).size, JSON.stringify(frames.slice(-40))).toBe(1)
  })

  it('shows where the unread messages begin, and leads there', async () => {
    await inbox.writes('Ana', 'Read this')
    const id = await isTaken('Ana')
    await inbox.hub.conversations.markRead({ id })
    for (let n = 1; n <= 40; n += 1) await inbox.writes('Ana', `Unread ${n}`)
    await inbox.open('Ana')
    await inbox.thread.getByText('Unread 40', { exact: true }).waitFor()
    await inbox.page.getByRole('button', { name: conversations.thread.toUnread }).getByText('40 new messages').waitFor()
    await inbox.page.getByRole('button', { name: conversations.thread.toUnread }).click()
    await inbox.thread.getByText(conversations.thread.newMessages).waitFor()
    await inbox.thread.getByText('Unread 1', { exact: true }).waitFor()
    await inbox.page.getByRole('button', { name: conversations.thread.toUnread }).waitFor({ state: 'detached' })
    expect((await inbox.find('Ana')).unreadCount).toBe(0)
    // What comes now is counted, and does not move what is being read.
    await inbox.writes('Ana', 'And one more')
    await inbox.page.getByRole('button', { name: '1 new message' }).click()
    await inbox.thread.getByText('And one more').waitFor()
  })
})

describe('who has it', () => {
  it('counts down, is kept for longer, and is given back with what came in meanwhile answered', async () => {
    await inbox.writes('Ana', 'Hi')
    const { id } = await inbox.open('Ana')
    await inbox.page.getByRole('button', { name: 'Stop this answer' }).click()
    await inbox.hub.conversations.takeOver({ conversationId: id, by: 'Sofia', minutes: 5 })
    await inbox.page.getByText(/^4:5\d$/).waitFor()
    await inbox.page.getByRole('button', { name: conversations.thread.giveBackMenu }).click()
    await inbox.page.getByRole('menuitem', { name: conversations.thread.extend }).click()
    await inbox.page.getByText(/^29:5\d$/).waitFor()
    await inbox.writes('Ana', 'Are you there?')
    await inbox.page.getByRole('button', { name: conversations.thread.giveBackMenu }).click()
    await inbox.page.getByRole('menuitem', { name: conversations.thread.giveBackAnswer }).click()
    expect(await inbox.sofia.asked(2)).toContain('Are you there?')
    inbox.sofia.finish('Yes!')
    await inbox.thread.getByText('Yes!').waitFor()
    await inbox.page.getByRole('button', { name: conversations.inbox.takeOver }).waitFor()
  })
})

it('draws one bubble for one delta: those of other messages and answers are left alone', async () => {
  // The agent writes into the answer that it began last.
  for (const name of ['Rui', 'Ana']) await inbox.writes(name, `Hello from ${name}`)
  await inbox.open('Ana')
  await inbox.sofia.asked(2)
  const answering = inbox.page.getByRole('article', { name: 'Sofia is answering' })
  inbox.sofia.write('One')
  await answering.getByText('One', { exact: true }).waitFor()
  const draws = () => inbox.page.evaluate('takeDraws()') as Promise<Record<string, number>>
  await draws()
  for (const [word, whole] of [
    [' two', 'One two'],
    [' three', 'One two three'],
  ] as const) {
    inbox.sofia.write(word)
    await answering.getByText(whole, { exact: true }).waitFor()
  }
  expect(await draws()).toEqual({ 'Sofia is answeringOne twoStop': 1, 'Sofia is answeringOne two threeStop': 1 })
})
