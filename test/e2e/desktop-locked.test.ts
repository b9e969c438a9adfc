/** The desktop app whose key store is lost: it asks for the recovery phrase. On the stand-in, as no test may lose a real key store. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LOCKED_ORIGIN } from '../../src-main/desktop/addresses.ts'
import { desktop as english } from '../../src-renderer/i18n/en/desktop.ts'
import { desktop as portuguese } from '../../src-renderer/i18n/pt-BR/desktop.ts'
import { runDesktopToItsEnd, type StandInDesktop } from '../support/desktop.ts'
import { hostLog, type PageWithClient, withoutPanel } from '../support/desktop-page.ts'
import { type PlayedDesktop, playDesktop, startPlayed } from '../support/desktop-shop.ts'
import { panelHasData } from '../support/panel.ts'
import { openStorageInThread } from '../support/storage-in-thread.ts'

const { locked: words } = english
const PICTURES = process.env['LOCKED_PICTURES']
const QUESTION = `${LOCKED_ORIGIN}/`

// Each of these starts the app two or three times.
vi.setConfig({ testTimeout: 180_000 })

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

/** Starts it as a new installation, and resolves to its phrase. */
async function setUp(): Promise<string[]> {
  const first = startPlayed(played)
  const page = await first.whenPage()
  await panelHasData(page)
  await withoutPanel(page)
  const phrase = await page.evaluate(async () => {
    const hub = await (globalThis as unknown as PageWithClient).connectToHub()
    return (await hub.recoveryPhrase.show()).words
  })
  expect(await first.quit()).toBe(0)
  return phrase
}

const loseKeyStore = (): void => rmSync(join(played.folder, 'desktop', 'stand-in-key-store'))

async function keyRow(): Promise<string> {
  const database = openStorageInThread(join(played.folder, 'omni.db'))
  const row = JSON.stringify(await database.storage.getSetting('secrets.dataKey'))
  database.close()
  return row
}

async function type(page: Page, text: string): Promise<void> {
  await page.getByLabel(words.label).fill(text)
  await page.getByRole('button', { name: words.open }).click()
}

/** With the right words: resolves when the question has gone, so that the page to come is the panel's. */
async function unlock(page: Page, words: string): Promise<void> {
  const gone = page.waitForEvent('close', { timeout: 60_000 })
  await type(page, words)
  await gone
}

async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

describe('a desktop app whose key store is lost', () => {
  it('asks for the phrase, refuses a wrong one without a change, goes on with the right one, and asks no more', async () => {
    const phrase = await setUp()
    loseKeyStore()
    const before = await keyRow()
    app = startPlayed(played)
    const page = await app.whenPageTitled(words.title)
    await picture(page, 'first')

    await type(page, phrase.with(6, 'padaria').join(' '))
    const alert = page.getByRole('alert')
    await expect.poll(() => alert.textContent()).toBe(words.notAWord.replace('{{position}}', '7').replace('{{word}}', 'padaria'))
    expect(await page.getByLabel(words.label).inputValue()).toContain('padaria')
    await picture(page, 'wrong')
    for (const scheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      expect(await barriers(page)).toEqual([])
      await picture(page, scheme)
    }
    await type(page, phrase.slice(1).join(' '))
    await expect.poll(() => alert.textContent()).toContain('This one has 23.')
    await type(page, `${'abandon '.repeat(23)}art`)
    await expect.poll(() => alert.textContent()).toContain('not the one of these data')
    expect(await keyRow()).toBe(before)

    await unlock(page, phrase.map((word, index) => `${index + 1}. ${word.slice(0, 4).toUpperCase()}`).join('\n'))
    await panelHasData(await app.whenPage())
    expect((await app.state()).windows).toHaveLength(1)
    expect(await app.quit()).toBe(0)
    expect(await keyRow()).not.toBe(before)
    for (const word of [...phrase, 'padaria'])
      expect(hostLog(played.folder)).not.toMatch(new RegExp(`\\b${word}\\b.*\\b(${phrase.join('|')})\\b`))
    expect(hostLog(played.folder)).not.toContain('padaria')

    app = startPlayed(played)
    await panelHasData(await app.whenPage())
  })

  it.each([
    ['its button', async (page: Page) => page.getByRole('button', { name: words.close }).click()],
    ['its window', async (page: Page) => page.close()],
  ])('ends with %s, and leaves everything as it is', async (_what, close) => {
    await setUp()
    loseKeyStore()
    const before = await keyRow()
    app = startPlayed(played)
    await close(await app.whenPageTitled(words.title))
    expect(await app.exited).toBe(1)
    app = null
    expect(await keyRow()).toBe(before)
  })

  it('asks in the language of the computer, in a small window, too', async () => {
    await setUp()
    loseKeyStore()
    // What the panel had chosen goes before it.
    rmSync(join(played.folder, 'desktop.json'))
    app = startPlayed(played, [], { STAND_IN_LANGUAGES: 'pt-BR' })
    const page = await app.whenPageTitled(portuguese.locked.title)
    expect(await page.locator('html').getAttribute('lang')).toBe('pt-BR')
    await page.setViewportSize({ width: 340, height: 480 })
    await page.getByLabel(portuguese.locked.label).fill('padaria')
    await page.getByRole('button', { name: portuguese.locked.open }).click()
    await page.getByRole('alert').waitFor()
    await picture(page, 'small-pt-BR')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(340)
  })

  it('started hidden, brings the question forward whatever is opened, and shows the page after the words', async () => {
    const phrase = await setUp()
    loseKeyStore()
    app = startPlayed(played, ['--hidden'])
    const page = await app.whenPageTitled(words.title)
    const running = app
    const isInFront = async () => {
      const { windows } = await running.state()
      return windows.length === 1 && windows[0]?.url === QUESTION && windows[0].isFocused && !windows[0].isMinimized
    }
    const inFront = () => vi.waitUntil(isInFront, { timeout: 20_000, interval: 50 })
    expect((await runDesktopToItsEnd(played.folder, played.env)).exitCode).toBe(0)
    await inFront()
    await running.ask({ call: 'minimize' })
    expect(await isInFront()).toBe(false)
    await running.ask({ call: 'open-url', url: 'omni://settings/about' })
    await inFront()
    await type(page, phrase.join(' '))
    const panel = await vi.waitUntil(
      async () => {
        const { windows } = await running.state()
        return windows.length === 1 && windows[0]?.url.endsWith('#/settings/about')
      },
      { timeout: 30_000, interval: 50 },
    )
    expect(panel).toBe(true)
    await panelHasData(await running.whenPage())
  })

  it('keeps the question before an open panel, which turns to the page of a link', async () => {
    const phrase = await setUp()
    loseKeyStore()
    app = startPlayed(played)
    const running = app
    const page = await running.whenPageTitled(words.title)
    await running.ask({ call: 'open-url', url: 'omni://settings/about' })
    const focused = async () => (await running.state()).windows.find(({ isFocused }) => isFocused)?.url
    await vi.waitUntil(async () => (await focused()) === QUESTION, { timeout: 20_000, interval: 50 })
    await unlock(page, phrase.join(' '))
    const panel = await running.whenPage()
    await panelHasData(panel)
    expect(panel.url()).toContain('#/settings/about')
  })

  it('cannot be led away from its page', async () => {
    await setUp()
    loseKeyStore()
    app = startPlayed(played)
    const page = await app.whenPageTitled(words.title)
    await page.evaluate(`location.assign('https://example.org/')`).catch(() => undefined)
    await vi.waitUntil(() => hostLog(played.folder).includes('A page tried to go to https://example.org/'))
  })

  it('is not to be reached once it is over', async () => {
    const phrase = await setUp()
    loseKeyStore()
    app = startPlayed(played)
    const page = await app.whenPageTitled(words.title)
    const address = page.url()
    await unlock(page, phrase.join(' '))
    await panelHasData(await app.whenPage())
    expect((await fetch(address)).status).toBe(404)
  })
})
