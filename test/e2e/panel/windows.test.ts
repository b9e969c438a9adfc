import { describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { freePort } from '../../support/free-port.ts'
import { bubblesOf, focusedName, goTo, openPanel, openSimulator, panelIsUp, textsOf } from '../../support/panel.ts'
import { createTypist } from '../../support/typist.ts'

/** What Chromium itself says of a server that is away; the panel can neither prevent nor silence it. */
const SERVER_IS_AWAY =
  /WebSocket connection to .* failed|Failed to load resource: (net::ERR_CONNECTION_REFUSED|the server responded with a status of 503)/

describe('windows on one hub', () => {
  it('are live at the same time, and Stop in one ends the answer in both', async () => {
    const sofia = createTypist('Sofia')
    const panel = await openPanel({ agents: sofia.agents })
    const { page: first } = panel
    await openSimulator(panel)
    const second = await panel.openWindow('/conversations')
    await second.getByRole('region', { name: 'Conversation list' }).getByRole('link').first().click()
    await second.getByRole('heading', { name: 'You are the customer now' }).waitFor()

    await first.bringToFront()
    await first.getByRole('textbox', { name: 'Write as the customer' }).fill('Hello?')
    await first.getByRole('button', { name: 'Send' }).click()
    await sofia.asked()
    sofia.write('Good mor')
    for (const window of [first, second]) await window.getByRole('article', { name: 'Sofia is answering' }).getByText('Good mor').waitFor()
    sofia.finish('ning!')
    for (const window of [first, second]) {
      await bubblesOf(window, 'Sofia').getByText('Good morning!').waitFor()
      expect(await textsOf(window)).toEqual(['Hello?', 'Good morning!'])
    }

    await second.bringToFront()
    await second.getByRole('textbox', { name: 'Write as the customer' }).fill('Are you sure?')
    await second.getByRole('button', { name: 'Send' }).click()
    await sofia.asked(2)
    sofia.write('Well, ')
    await first.getByRole('article', { name: 'Sofia is answering' }).getByText('Well,').waitFor()
    await second.getByRole('button', { name: 'Stop this answer' }).click()
    for (const window of [first, second]) {
      await window.getByRole('article', { name: 'Sofia is answering' }).waitFor({ state: 'detached' })
      expect(await textsOf(window)).toEqual(['Hello?', 'Good morning!', 'Are you sure?'])
    }

    // What a person sent is edited by the keyboard and taken back from the menu, for both to see.
    await first.bringToFront()
    await first.getByText('Reply yourself', { exact: true }).click()
    const reply = first.getByRole('textbox', { name: 'Reply', exact: true })
    await reply.fill('We open at 8')
    await reply.press('Enter')
    await first.getByRole('article').filter({ hasText: 'We open at 8' }).getByTitle('Sent', { exact: true }).waitFor()
    await reply.press('ArrowUp')
    const editor = first.getByRole('textbox', { name: 'Change the text' })
    expect(await editor.inputValue()).toBe('We open at 8')
    await editor.fill('We open at 9')
    expect(await findBarriers(first)).toEqual([])
    await editor.press('Enter')
    await editor.waitFor({ state: 'detached' })
    for (const window of [first, second]) {
      const bubble = window.getByRole('article').filter({ hasText: 'We open at 9' })
      await bubble.getByRole('button', { name: 'edited' }).waitFor()
    }
    // Who edited is where she came from.
    expect(await focusedName(first)).toBe('More')
    await first.keyboard.press('Enter')
    await first.getByRole('menuitem', { name: 'Delete for everyone' }).waitFor()
    await first.getByRole('menuitem', { name: 'Delete for everyone' }).click()
    await first.getByRole('button', { name: 'Keep it' }).click()
    await first.getByRole('button', { name: 'Keep it' }).waitFor({ state: 'detached' })
    await first.getByRole('article').filter({ hasText: 'We open at 9' }).getByRole('button', { name: 'More' }).click()
    await first.getByRole('menuitem', { name: 'Delete for everyone' }).click()
    await first.getByRole('alert').getByRole('button', { name: 'Close' }).last().click()
    for (const window of [first, second]) {
      await window.getByText('This message was deleted').first().waitFor()
      // The list and the thread are each notified.
      await window.getByText('We open at 9').first().waitFor({ state: 'detached' })
    }
    await panel.close()
  })

  it('show a new instance and a deleted one in each other', async () => {
    const panel = await openPanel()
    const { page: first } = panel
    const second = await panel.openWindow('/instances')
    await second.getByText('No accounts yet').waitFor()
    // A browser hardly draws a window that lies behind another.
    await first.bringToFront()
    await openSimulator(panel)
    await second.getByRole('article', { name: 'try-it' }).getByText('Ready to try').waitFor()
    await goTo(first, 'Accounts')
    await first.getByRole('button', { name: 'Actions for try-it' }).click()
    await first.getByRole('menuitem', { name: 'Delete…' }).click()
    await first.getByRole('textbox', { name: 'Type try-it to confirm' }).fill('try-it')
    await first.getByRole('button', { name: 'Delete try-it' }).click()
    await second.getByRole('article', { name: 'try-it' }).waitFor({ state: 'detached' })
    await panel.close()
  })

  it('come back automatically when the hub restarts under them, and lose nothing that was typed', async () => {
    const sofia = createTypist('Sofia')
    const panel = await openPanel({ agents: sofia.agents, env: { OMNI_PORT: String(await freePort()) } })
    const { page, omni } = panel
    await openSimulator(panel)
    await page.getByRole('button', { name: 'Hi!', exact: true }).click()
    await sofia.asked()
    sofia.finish('Hello!')
    await bubblesOf(page, 'Sofia').getByText('Hello!').waitFor()

    const box = page.getByRole('textbox', { name: 'Write as the customer' })
    const status = page.getByRole('status', { name: 'Connection status' })
    await omni.hub.stop()
    await status.getByText('Reconnecting…').waitFor()
    await box.fill('Are you back?')
    await page.getByText('Omni is not reachable. Your text is kept.').waitFor()
    await omni.restart()
    await status.getByText('1 of 1 connected').waitFor()
    expect(await box.inputValue()).toBe('Are you back?')
    await page.getByRole('button', { name: 'Send' }).click()
    await sofia.asked(2)
    sofia.write('Here I ')
    await page.getByRole('article', { name: 'Sofia is answering' }).getByText('Here I').waitFor()
    sofia.finish('am.')
    await bubblesOf(page, 'Sofia').getByText('Here I am.').waitFor()
    expect(await textsOf(page)).toEqual(['Hi!', 'Hello!', 'Are you back?', 'Here I am.'])
    panel.forgive(SERVER_IS_AWAY)
    await panel.close()
  })
})

describe('a window that is not signed in', () => {
  it('says how to come in, and the link works once only', async () => {
    const panel = await openPanel()
    const stranger = await panel.openStranger()
    await stranger.goto(panel.omni.url)
    await stranger.getByRole('heading', { name: 'Open Omni with its link' }).waitFor()
    const link = await panel.omni.hub.createLoginLink()
    await stranger.goto(link)
    await panelIsUp(stranger)
    const thief = await panel.openStranger()
    expect((await thief.goto(link))?.status()).toBe(401)
    await panel.close()
  })
})
