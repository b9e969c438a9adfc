/** What the panel says of the computer that the desktop app runs on. On the stand-in, as the test plays that computer. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { desktop as english } from '../../src-renderer/i18n/en/desktop.ts'
import type { StandInDesktop } from '../support/desktop.ts'
import { type PlayedDesktop, playDesktop, startPlayed } from '../support/desktop-shop.ts'
import { panelIsUp } from '../support/panel.ts'

const { settings } = english

let played: PlayedDesktop
let app: StandInDesktop | null = null
beforeEach(() => {
  played = playDesktop()
})
afterEach(async () => {
  await app?.quit()
  app = null
  played.remove()
})

async function open(section: 'computer' | 'about'): Promise<Page> {
  app ??= startPlayed(played)
  const page = await app.whenPage()
  await panelIsUp(page)
  await page.evaluate((hash) => {
    ;(globalThis as unknown as { location: { hash: string } }).location.hash = hash
  }, `/settings/${section}`)
  return page
}

const regionOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

describe('the settings of this computer', () => {
  it('say that it shows no icon, for as long as it shows none', async () => {
    played.showIcons(false)
    const page = await open('computer')
    const alert = regionOf(page, settings.title).getByRole('alert', { name: settings.noTray })
    await alert.getByText(settings.noTrayText).waitFor()
    played.showIcons(true)
    await open('about')
    await open('computer')
    await alert.waitFor({ state: 'detached' })
  })

  it('say why the system refuses the automatic start, and leave it off', async () => {
    // A file where the folder should be: so it goes for root as well.
    mkdirSync(dirname(dirname(played.autostartFile)), { recursive: true })
    writeFileSync(dirname(played.autostartFile), '')
    const page = await open('computer')
    const toggle = page.getByRole('switch', { name: settings.startsWithComputer })
    await toggle.click({ force: true })
    await page.getByText(english.autostart.refused.replace('{{reason}}', '')).waitFor()
    await expect.poll(() => toggle.isEnabled()).toBe(true)
    expect(await toggle.isChecked()).toBe(false)
  })

  it('list the crashes whose reports lie on it, newest first, with their folder', async () => {
    const page = await open('about')
    const part = regionOf(page, settings.crashes)
    await part.getByText(settings.noCrashes).waitFor()
    const folder = join(played.folder, 'crashes', 'completed')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'a.dmp'), Buffer.alloc(1_500_000))
    writeFileSync(join(folder, 'notes.txt'), 'no crash')
    await open('computer')
    await open('about')
    await part.getByText(settings.crashesText).waitFor()
    expect(await part.getByRole('listitem').allTextContents()).toEqual([expect.stringContaining('1.5 MB')])
    expect(await part.getByRole('textbox', { name: settings.crashFolder }).inputValue()).toBe(join(played.folder, 'crashes'))
  })
})
