/** The desktop app with its window closed. On the stand-in, as it takes a desktop and a person to play it. */
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { desktop as english } from '../../src-renderer/i18n/en/desktop.ts'
import { runDesktopToItsEnd, type StandInDesktop } from '../support/desktop.ts'
import { hostLog, type PageWithClient, withoutPanel } from '../support/desktop-page.ts'
import { connectShop, type PlayedDesktop, playDesktop, startPlayed } from '../support/desktop-shop.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { panelIsUp } from '../support/panel.ts'

const PATIENCE = { timeout: 30_000, interval: 100 }
const { tray, closed } = english

let played: PlayedDesktop
let app: StandInDesktop | null = null
let evolution: FakeEvolution | null = null

beforeEach(() => {
  played = playDesktop()
})
afterEach(async () => {
  await app?.quit()
  app = null
  await evolution?.stop()
  evolution = null
  played.remove()
})

const state = () => (app as StandInDesktop).state()
const trayLabels = async () => (await state()).tray?.items.map(({ label }) => label) ?? []
const untilTray = (line: string) => vi.waitUntil(async () => (await trayLabels()).includes(line), PATIENCE)

function start(args: string[] = [], env: Record<string, string> = {}): StandInDesktop {
  app = startPlayed(played, args, env)
  return app
}
/** Open, with a connected shop, whose page is without the panel. */
async function startShop({ isAnswering }: { isAnswering: boolean }) {
  const running = start()
  evolution = await startEvolutionServer()
  await panelIsUp(await running.whenPage())
  await connectShop(await running.whenPage(), evolution, isAnswering)
  return { running, evolution, page: await running.whenPage() }
}
async function closeWindow(running: StandInDesktop): Promise<void> {
  const page = await running.whenPage()
  await running.ask({ call: 'close-window' })
  await vi.waitUntil(async () => page.isClosed() && (await state()).windows.length === 0, PATIENCE)
}

describe('a closed window', () => {
  it('leaves the app answering, says so once, and comes back from the tray', async () => {
    const { running, evolution } = await startShop({ isAnswering: true })
    await closeWindow(running)
    await vi.waitUntil(async () => (await state()).notifications.length > 0, PATIENCE)
    expect((await state()).notifications).toEqual([{ title: closed.title, body: closed.text }])
    await untilTray('Answering on 1 account')
    await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Are you open?' })
    await vi.waitUntil(() => evolution.sent.length === 1, PATIENCE)

    await running.ask({ call: 'choose-in-tray', label: tray.open })
    await panelIsUp(await running.whenPage())
    await closeWindow(running)
    // What the second closing says is said by the time the tray has been looked for again.
    await running.ask({ call: 'choose-in-tray', label: tray.open })
    await panelIsUp(await running.whenPage())
    expect((await state()).notifications.filter(({ title }) => title === closed.title)).toHaveLength(1)
  })

  it('pauses everybody from the tray, and resumes', async () => {
    const { running, evolution } = await startShop({ isAnswering: true })
    await closeWindow(running)
    await untilTray('Answering on 1 account')
    expect((await state()).tray?.picture).toBe('normal.png')
    await running.ask({ call: 'choose-in-tray', label: tray.pauseAll })
    await untilTray(tray.paused)
    expect((await state()).tray).toMatchObject({ picture: 'paused.png', tooltip: `Omni\n${tray.paused}` })
    await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Are you open?' })
    await untilTray('1 conversation waits for you')
    expect(await state()).toMatchObject({ badge: 1, tray: { picture: 'attention.png' } })
    expect(evolution.sent).toEqual([])
    await running.ask({ call: 'choose-in-tray', label: tray.resumeAll })
    await untilTray('Answering on 1 account')
  })

  it('ends the app from the tray', async () => {
    const running = start()
    await panelIsUp(await running.whenPage())
    await closeWindow(running)
    await running.ask({ call: 'choose-in-tray', label: tray.quit })
    expect(await running.exited).toBe(0)
  })

  it('asks whether to go on where nothing shows an icon, and a second start shows the window again', async () => {
    played.showIcons(false)
    const running = start()
    await panelIsUp(await running.whenPage())
    await closeWindow(running)
    await vi.waitUntil(async () => (await state()).questions.length === 1, PATIENCE)
    expect((await state()).questions[0]).toMatchObject({ message: closed.askTitle, buttons: [closed.keep, closed.quit] })
    await running.ask({ call: 'answer', button: closed.keep })
    expect((await runDesktopToItsEnd(played.folder, played.env)).exitCode).toBe(0)
    await panelIsUp(await running.whenPage())
    await closeWindow(running)
    await vi.waitUntil(async () => (await state()).questions.some(({ isOpen }) => isOpen), PATIENCE)
    await running.ask({ call: 'answer', button: closed.quit })
    expect(await running.exited).toBe(0)
  })

  it('makes its icon again when the desktop’s shell has started again without it', async () => {
    const running = start()
    await panelIsUp(await running.whenPage())
    played.showIcons(true)
    await closeWindow(running)
    await vi.waitUntil(async () => (await state()).notifications.length === 1, PATIENCE)
    expect((await state()).notifications[0]).toMatchObject({ body: closed.text })
    expect((await state()).questions).toEqual([])
  })
})

describe('a page that crashes', () => {
  it('is loaded again, and the hub goes on', async () => {
    const running = start()
    const page = await running.whenPage()
    await panelIsUp(page)
    const session = await page.context().newCDPSession(page)
    // Never answered: what would answer is gone.
    void session.send('Page.crash').catch(() => undefined)
    await vi.waitUntil(() => hostLog(played.folder).includes("The panel's process ended: crashed"), PATIENCE)
    await vi.waitUntil(async () => (await state()).windows.length === 1, PATIENCE)
    await untilTray(tray.noAccount)
  })
})

describe('started with the computer', () => {
  it('shows no window, and answers', async () => {
    const { running, evolution } = await startShop({ isAnswering: true })
    await running.quit()
    const again = start(['--hidden'])
    await untilTray('Answering on 1 account')
    expect(await state()).toMatchObject({ windows: [], notifications: [] })
    await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Are you open?' })
    await vi.waitUntil(() => evolution.sent.length === 1, PATIENCE)
    // Started with the computer once more, it still shows nothing.
    expect((await runDesktopToItsEnd(played.folder, played.env, ['--hidden'])).exitCode).toBe(0)
    expect((await state()).windows).toEqual([])
    await again.ask({ call: 'choose-in-tray', label: tray.open })
    await panelIsUp(await again.whenPage())
  })

  it('says how to find it where nothing shows an icon', async () => {
    played.showIcons(false)
    start(['--hidden'])
    await vi.waitUntil(async () => (await state()).notifications.length === 1, PATIENCE)
    expect(await state()).toMatchObject({ windows: [], notifications: [{ title: closed.title, body: closed.textNoTray }] })
  })

  it('is switched on and off in the settings, where the system’s refusal is told', async () => {
    const page = await start().whenPage()
    await panelIsUp(page)
    await page.evaluate(() => {
      ;(globalThis as unknown as { location: { hash: string } }).location.hash = '/settings/computer'
    })
    const toggle = page.getByRole('switch', { name: english.settings.startsWithComputer })
    // The switch itself is hidden behind its picture.
    await toggle.click({ force: true })
    await vi.waitUntil(() => existsSync(played.autostartFile), PATIENCE)
    expect(readFileSync(played.autostartFile, 'utf8')).toContain('"--hidden"')
    await vi.waitUntil(() => toggle.isEnabled(), PATIENCE)
    await toggle.click({ force: true })
    await vi.waitUntil(() => !existsSync(played.autostartFile), PATIENCE)
  })
})

describe('notifications of a closed window', () => {
  it('open the conversation, and come in the language of the panel', async () => {
    const { running, evolution, page } = await startShop({ isAnswering: false })
    await page.evaluate(async () => {
      const { hub } = globalThis as unknown as { hub: Awaited<ReturnType<PageWithClient['connectToHub']>> }
      const tells = { waiting: true, delivery: true, disconnected: true, agent: true, spend: true }
      await hub.desktop.remember({ language: 'pt-BR', who: '', tells, quiet: { isOn: false, from: '22:00', to: '07:00' } })
    })
    await closeWindow(running)
    await untilTray('Conectado, mas sem responder')
    await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Are you open?' })
    const waits = async () => (await state()).notifications.findIndex(({ title }) => title === 'Ann espera por você')
    await vi.waitUntil(async () => (await waits()) >= 0, PATIENCE)
    expect((await state()).notifications[await waits()]?.body).toBe('Are you open?')
    await running.ask({ call: 'click-notification', index: await waits() })
    const opened = await running.whenPage()
    await vi.waitUntil(() => /#\/conversations\/[\w-]+$/.test(opened.url()), PATIENCE)
    await opened.getByText('Are you open?').first().waitFor()
  })

  it('are not shown where this person wants none, nor in quiet hours', async () => {
    const { running, evolution, page } = await startShop({ isAnswering: false })
    await page.evaluate(async () => {
      const { hub } = globalThis as unknown as { hub: Awaited<ReturnType<PageWithClient['connectToHub']>> }
      const tells = { waiting: false, delivery: true, disconnected: true, agent: true, spend: true }
      await hub.desktop.remember({ language: 'en', who: '', tells, quiet: { isOn: false, from: '22:00', to: '07:00' } })
    })
    await closeWindow(running)
    await vi.waitUntil(async () => (await state()).notifications.length === 1, PATIENCE)
    await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Are you open?' })
    // The tray learns of it from the same events.
    await untilTray('1 conversation waits for you')
    expect((await state()).notifications).toHaveLength(1)
  })
})

describe('sleep and wake', () => {
  it('looks for what came while it slept as soon as it wakes up', async () => {
    const { running, evolution } = await startShop({ isAnswering: true })
    await closeWindow(running)
    evolution.silenceWebhooks()
    const timestamp = Math.floor(Date.now() / 1000)
    await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Good morning', timestamp })
    const asked = evolution.receivedBy('connectionState').length
    await running.ask({ call: 'power', event: 'resume' })
    await vi.waitUntil(() => evolution.receivedBy('connectionState').length > asked, PATIENCE)
  })

  it('keeps the computer awake while an account is connected, if that is wanted', async () => {
    const { running, page } = await startShop({ isAnswering: true })
    expect((await state()).blockers).toEqual([])
    const keepsAwake = (isWanted: boolean) =>
      page.evaluate(async (keepsAwake) => {
        const { hub } = globalThis as unknown as { hub: Awaited<ReturnType<PageWithClient['connectToHub']>> }
        await hub.desktop.change({ keepsAwake })
      }, isWanted)
    await keepsAwake(true)
    await vi.waitUntil(async () => (await state()).blockers.length === 1, PATIENCE)
    await running.ask({ call: 'choose-in-tray', label: tray.pauseAll })
    await page.evaluate(async () => {
      const { hub } = globalThis as unknown as { hub: Awaited<ReturnType<PageWithClient['connectToHub']>> }
      await hub.instances.disconnect({ name: 'shop' })
    })
    await vi.waitUntil(async () => (await state()).blockers.length === 0, PATIENCE)
  })
})

describe('links, menus and zoom', () => {
  it('opens the page that a link names, at its start and while it runs, and no other', async () => {
    const running = start(['omni://settings/about'])
    const page = await running.whenPage()
    await vi.waitUntil(() => page.url().endsWith('#/settings/about'), PATIENCE)
    expect((await runDesktopToItsEnd(played.folder, played.env, ['omni://agents'])).exitCode).toBe(0)
    await vi.waitUntil(() => page.url().endsWith('#/agents'), PATIENCE)
    await running.ask({ call: 'open-url', url: 'omni://evil/../x' })
    await running.ask({ call: 'open-url', url: 'omni://traces' })
    await vi.waitUntil(() => page.url().endsWith('#/traces'), PATIENCE)
    expect(hostLog(played.folder)).toBe('')
  })

  it('has its menu in the language of the system until one was chosen, and then in that', async () => {
    const running = start([], { STAND_IN_LANGUAGES: 'es-MX,en' })
    const page = await running.whenPage()
    await panelIsUp(page)
    const hasItem = (label: string) => vi.waitUntil(async () => (await state()).menu.includes(label), PATIENCE)
    // The panel itself follows Chromium, which speaks English here.
    await hasItem('Quit Omni')
    await withoutPanel(page)
    await page.evaluate(async () => {
      const hub = await (globalThis as unknown as PageWithClient).connectToHub()
      const tells = { waiting: true, delivery: true, disconnected: true, agent: true, spend: true }
      await hub.desktop.remember({ language: 'es', who: '', tells, quiet: { isOn: false, from: '22:00', to: '07:00' } })
    })
    await hasItem('Salir de Omni')
  })

  it('remembers how large the page is drawn', async () => {
    const running = start()
    await panelIsUp(await running.whenPage())
    for (const label of [english.menu.zoomIn, english.menu.zoomIn, english.menu.zoomOut])
      await running.ask({ call: 'choose-in-menu', label })
    expect((await state()).windows[0]?.zoomLevel).toBe(0.5)
    await running.quit()
    const again = start()
    await panelIsUp(await again.whenPage())
    await vi.waitUntil(async () => (await state()).windows[0]?.zoomLevel === 0.5, PATIENCE)
    await again.ask({ call: 'choose-in-menu', label: english.menu.zoomReset })
    expect((await state()).windows[0]?.zoomLevel).toBe(0)
  })
})
