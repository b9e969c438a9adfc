import { readFileSync, statSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import { goTo, openPanel, type Panel, panelIsUp } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'

interface Notices {
  shown: { title: string; body: string; tag: string }[]
  tones: number
  loudspeaker: string | null
}
type InPage = {
  notices: Notices & { click(tag: string): void; decide(permission: string, isAskedFirst: boolean): void }
}

const notices = (page: Page): Promise<Notices> =>
  page.evaluate(() => {
    const { shown, tones, loudspeaker } = (globalThis as unknown as InPage).notices
    return { shown, tones, loudspeaker }
  })
const recorder = stripTypeScriptTypes(readFileSync(new URL('../../support/in-page/record-notices.ts', import.meta.url), 'utf8'))

let evolution: FakeEvolution
let panel: Panel
let page: Page

beforeAll(async () => {
  evolution = await startEvolutionServer()
  panel = await openPanel({ env: { OMNI_LOG_LEVEL: 'info' }, context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  page = panel.page
  await connectShop(panel.omni.panel, evolution, 'bakery')
})
afterAll(async () => {
  await panel.close()
  await evolution.stop()
})

const section = (name: string) => page.getByRole('navigation', { name: 'Parts of the settings' }).getByRole('link', { name })
const clipboard = () =>
  page.evaluate(() =>
    (globalThis as unknown as { navigator: { clipboard: { readText(): Promise<string> } } }).navigator.clipboard.readText(),
  )

describe('settings', () => {
  it('have an address for each part, and Back goes through them', async () => {
    await goTo(page, 'Settings')
    await page.getByRole('heading', { name: 'Appearance' }).waitFor()
    await section('Logs').click()
    await page.getByRole('region', { name: 'Lines of the log' }).waitFor()
    expect(page.url()).toContain('#/settings/logs')
    await section('About').click()
    await page.goBack()
    await page.getByRole('region', { name: 'Lines of the log' }).waitFor()
    const window = await panel.openWindow('/settings/api-keys')
    await window.getByRole('button', { name: 'New key' }).waitFor()
    await window.close()
  })

  it('show the log as it is written, by level and words, and let it stand still', async () => {
    await page.goto(`${panel.omni.url}/#/settings/logs`)
    const lines = page.getByRole('region', { name: 'Lines of the log' })
    await lines.getByText('the hub is up').waitFor()
    const first = await panel.omni.panel.backups.create()
    await lines.getByText('a backup is made').waitFor()
    await page.getByRole('searchbox', { name: 'Filter' }).fill('BACKUP')
    await lines.getByText('the hub is up').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Copy these lines' }).click()
    await expect.poll(clipboard).toMatch(new RegExp(`^\\S+ INFO a backup is made .*${first.name}`))
    await page.getByRole('button', { name: 'Pause' }).click()
    const second = await panel.omni.panel.backups.create()
    await page.getByRole('button', { name: 'Go on (1 new)' }).waitFor()
    expect(await lines.getByText('a backup is made').count()).toBe(1)
    await page.getByRole('button', { name: 'Go on (1 new)' }).click()
    await lines.getByText(second.name).waitFor()
    await page.getByRole('combobox', { name: 'Which lines' }).click()
    await page.getByRole('option', { name: 'Errors only' }).click()
    await page.getByText('No such line').waitFor()
    for (const { name } of [first, second]) await panel.omni.panel.backups.remove({ name })
  })

  it('copy what somebody who helps needs to know, and show what that is', async () => {
    await page.goto(`${panel.omni.url}/#/settings/about`)
    await page.getByRole('button', { name: 'Copy diagnostics' }).click()
    await page.getByRole('region', { name: 'Diagnostics' }).getByText('whatsapp/evolution: connected').first().waitFor()
    await expect.poll(clipboard).toMatch(/^Omni Desktop .*\n(.*\n)*Accounts: 1\n/)
    expect(await clipboard()).not.toContain('bakery')
  })

  it('name whose work it stands on, Evolution first, and under what terms', async () => {
    await page.getByText('This product uses Evolution API').waitFor()
    const packages = page.getByRole('region', { name: 'Packages' })
    await page.getByRole('searchbox', { name: 'Search by package or licence' }).fill('fastify mit')
    await packages.getByRole('button', { name: /^fastify\s*\d/ }).click()
    await packages
      .getByText(/Permission is hereby granted/)
      .first()
      .waitFor()
    await page.getByRole('searchbox', { name: 'Search by package or licence' }).fill('no such package')
    await page.getByText('0 packages').waitFor()
  })
})

describe('storage', () => {
  beforeAll(async () => {
    await page.goto(`${panel.omni.url}/#/settings/storage`)
    await page.getByText('in the database').waitFor()
  })

  it('is copied, and the copy taken elsewhere and deleted', async () => {
    await page.getByText('There is no backup yet.').waitFor()
    await page.getByRole('button', { name: 'Make a backup' }).click()
    await page.getByText('The backup is made, and opens.').waitFor()
    await page.getByText('The last good backup:').waitFor()
    const [backup] = await panel.omni.panel.backups.list()
    const name = backup?.name ?? ''
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: `Download ${name}` }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe(name)
    expect(statSync(await download.path()).size).toBe(backup?.sizeBytes)
    await page.getByText('How to bring back a backup').click()
    await page.getByText('No account connects yet.').waitFor()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('There is no backup yet.').waitFor()
  })

  it('is freed at once when asked', async () => {
    await page.getByRole('button', { name: 'Free space now' }).click()
    await page.getByText(/Last clean-up .*nothing was past its time\./).waitFor()
  })

  it('keeps payloads shorter at a click, and messages only when that is really meant', async () => {
    const choose = async (field: string, option: string) => {
      await page.getByRole('combobox', { name: field, exact: true }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    const retention = async () => (await panel.omni.panel.retention.get()).retention
    await choose('Payloads of traces', '7 days')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    expect(await retention()).toMatchObject({ payloadsDays: 7, messagesDays: null })
    await choose('Messages', '1 year')
    await page.getByRole('button', { name: 'Save changes' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete older messages or files' })
    await dialog.getByRole('textbox', { name: 'Type delete to confirm' }).waitFor()
    expect((await retention()).messagesDays).toBeNull()
    await dialog.getByRole('textbox').fill('delete')
    await dialog.getByRole('button', { name: 'Keep only newer ones' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(async () => (await retention()).messagesDays).toBe(365)
    await page.getByRole('region', { name: 'You have unsaved changes' }).waitFor({ state: 'hidden' })
  })
})

describe('notifications', () => {
  let watching: Page

  async function waitsForPerson(text: string): Promise<void> {
    const live = await watchLive(panel.omni.panel)
    await evolution.deliverInbound('bakery', { from: '15552223333', name: 'Ann', text })
    await live.until((event) => event.type === 'conversation.changed' && event.conversation.lastMessagePreview === text)
    live.stop()
  }

  beforeAll(async () => {
    await page.goto('about:blank')
    await page.context().addInitScript({ content: recorder })
    await waitsForPerson('Hello')
    const [conversation] = (await panel.omni.panel.conversations.list({})).items
    await panel.omni.panel.conversations.takeOver({ conversationId: conversation?.id ?? '', by: 'Rita' })
    watching = await panel.openWindow('/settings/notifications')
  })

  it('are asked for once, tried, and made here', async () => {
    await watching.getByText('Your browser asks you once').waitFor()
    await watching.getByRole('button', { name: 'Allow notifications' }).click()
    await watching.getByText('Notifications are allowed.').waitFor()
    await watching.getByRole('button', { name: 'Try it' }).click()
    await expect.poll(() => notices(watching)).toMatchObject({ shown: [{ title: 'This is how Omni tells you' }], tones: 2 })
    await expect.poll(async () => (await notices(watching)).loudspeaker).toBe('suspended')
  })

  it('tell that somebody waits, and lead there', async () => {
    await waitsForPerson('Is anybody there?')
    await expect
      .poll(async () => (await notices(watching)).shown.at(-1))
      .toMatchObject({ title: 'Ann waits for you', body: 'Is anybody there?' })
    expect((await notices(watching)).tones).toBe(4)
    const tag = (await notices(watching)).shown.at(-1)?.tag ?? ''
    await watching.evaluate((one) => (globalThis as unknown as InPage).notices.click(one), tag)
    await watching.getByRole('log', { name: 'Messages' }).getByText('Is anybody there?').waitFor()
    await watching.goBack()
  })

  it('come from one browser only, the one that was used last, and from the other when that one is closed', async () => {
    const second = await panel.openStranger()
    await second.addInitScript({ content: recorder })
    await second.goto(await panel.omni.hub.createLoginLink())
    await panelIsUp(second)
    const toldBy = async (page: Page) => (await notices(page)).shown.length
    // Somebody uses it who has not allowed it anything: the first goes on telling.
    await second.keyboard.press('Shift')
    const before = await toldBy(watching)
    await waitsForPerson('Still waiting')
    await expect.poll(() => toldBy(watching)).toBe(before + 1)
    expect(await toldBy(second)).toBe(0)

    await second.evaluate(() => (globalThis as unknown as InPage).notices.decide('granted', false))
    await second.reload()
    await second.evaluate(() => (globalThis as unknown as InPage).notices.decide('granted', false))
    let count = 0
    // Until the hub has heard that it is in use, the first tells.
    const untilToldBy = (page: Page, more: number) =>
      expect
        .poll(async () => {
          await page.keyboard.press('Shift')
          await waitsForPerson(`Again ${++count}`)
          return toldBy(page)
        })
        .toBeGreaterThanOrEqual(more)
    await untilToldBy(second, 1)
    const textsOf = async (page: Page) => (await notices(page)).shown.map(({ body }) => body)
    await waitsForPerson('Only once')
    await expect.poll(() => textsOf(second)).toContain('Only once')
    expect(await textsOf(watching)).not.toContain('Only once')
    const other = await toldBy(watching)
    await second.context().close()
    await untilToldBy(watching, other + 1)
  })

  it('keep quiet where they are switched off, and in quiet hours', async () => {
    const told = async () => (await notices(watching)).shown.length
    const before = await told()
    await watching.getByText('Somebody is waiting for a person').waitFor()
    const shown = watching.getByRole('switch', { name: 'Somebody is waiting for a person: Notification' })
    await shown.uncheck()
    await waitsForPerson('Not told')
    await shown.check()
    const quiet = watching.getByRole('switch', { name: 'Keep quiet every day' })
    await quiet.check()
    await watching.getByLabel('From').fill('00:00')
    await watching.getByLabel('To', { exact: true }).fill('23:59')
    await watching.getByText('It is quiet now.').waitFor()
    await waitsForPerson('Not told either')
    await quiet.uncheck()
    await waitsForPerson('Told')
    await expect.poll(told).toBe(before + 1)
    expect((await notices(watching)).shown.at(-1)?.body).toBe('Told')
  })

  it('explain what to do when the browser forbids them', async () => {
    const denied = await panel.openWindow('/')
    await denied.evaluate(() => (globalThis as unknown as InPage).notices.decide('denied', false))
    await goTo(denied, 'Settings')
    await denied.getByRole('link', { name: 'Notifications' }).click()
    await denied.getByText('Your browser does not let Omni notify you').waitFor()
    await denied.close()
  })
})
