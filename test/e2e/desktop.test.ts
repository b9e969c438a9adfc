import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Desktop, desktopKind, runDesktopToItsEnd, startDesktop } from '../support/desktop.ts'
import { contents, hostLog, newFolder, type PageWithClient, remove, withoutPanel } from '../support/desktop-page.ts'
import { panelHasData, panelIsUp } from '../support/panel.ts'

console.log(
  `The desktop tests run on ${desktopKind === 'electron' ? "Electron's own binary" : 'the stand-in for Electron, with a real Chromium'}.`,
)

const savedWindow = (folder: string): string => contents(join(folder, 'window.json'))

describe(`the desktop app on ${desktopKind}`, () => {
  let folder: string
  let desktop: Desktop
  beforeAll(async () => {
    folder = newFolder()
    desktop = await startDesktop(folder)
    await panelIsUp(desktop.page)
  })
  afterAll(async () => {
    await desktop?.quit()
    remove(folder)
  })
  const panel = async (): Promise<Page> => {
    await desktop.page.goto(new URL('/', desktop.page.url()).href)
    await panelIsUp(desktop.page)
    return desktop.page
  }

  it('gives the panel its data without any network connection', async () => {
    const sockets: string[] = []
    desktop.page.on('websocket', (socket) => sockets.push(socket.url()))
    await desktop.page.reload()
    await panelHasData(desktop.page)
    expect(sockets).toEqual([])
  })

  it('answers calls over a MessagePort', async () => {
    await withoutPanel(desktop.page)
    const info = await desktop.page.evaluate(async () => {
      const hub = await (globalThis as unknown as PageWithClient).connectToHub()
      return hub.system.info()
    })
    expect(info).toMatchObject({ host: 'desktop', dataDirectory: folder })
  })

  it('streams live events over the port', async () => {
    await withoutPanel(desktop.page)
    const frame = await desktop.page.evaluate(async () => {
      const hub = await (globalThis as unknown as PageWithClient).connectToHub()
      for await (const first of await hub.live.subscribe()) return first
      return null
    })
    expect(frame).toMatchObject({ seq: expect.any(Number), isReset: true, events: [] })
  })

  it('hands out a new port after a reload, and closes the one before', async () => {
    await withoutPanel(desktop.page)
    await withoutPanel(desktop.page)
    const isClosed = await desktop.page.evaluate(async () => {
      const page = globalThis as unknown as PageWithClient
      const first = await page.requestPort()
      const closed = new Promise<true>((resolve) => first.addEventListener('close', () => resolve(true)))
      const hub = await page.connectToHub()
      await hub.system.info()
      return closed
    })
    expect(isClosed).toBe(true)
  })

  it('shows the page nothing of Electron, Node or the preload', async () => {
    const seen = await desktop.page.evaluate(() => {
      const page = globalThis as unknown as Record<string, unknown>
      const host = page['omniHost'] as { kind: string }
      try {
        host.kind = 'changed'
      } catch {
        // Frozen objects throw in strict code.
      }
      const hidden = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__standInToMain', '__standInFromMain']
      return { host: page['omniHost'], hidden: hidden.filter((name) => page[name] !== undefined) }
    })
    expect(seen).toEqual({ host: { kind: 'desktop' }, hidden: [] })
  })

  it('gives no port to a frame that asks in the name of the page', async () => {
    const page = desktop.page
    await withoutPanel(page)
    await page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { createElement(name: string): object; body: { append(element: object): void } }
      }
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'intruder' }))
    })
    await page.evaluate(() => {
      const page = globalThis as unknown as {
        ports: number
        addEventListener(type: string, listener: (event: { data: unknown }) => void): void
      }
      page.ports = 0
      page.addEventListener('message', ({ data }) => {
        if ((data as { type?: string }).type === 'omni:port') page.ports += 1
      })
    })
    await page.frame('intruder')?.evaluate(() => {
      const { parent } = globalThis as unknown as { parent: { postMessage(message: object, target: string): void } }
      parent.postMessage({ type: 'omni:request-port' }, '*')
    })
    // Asked later and answered in order: if the frame had been heard, there would be two.
    await page.evaluate(() => (globalThis as unknown as PageWithClient).requestPort().then(() => undefined))
    expect(await page.evaluate(() => (globalThis as unknown as { ports: number }).ports)).toBe(1)
  })

  it('lets a page reach nothing but itself and the files of messages', async () => {
    const page = await panel()
    const refused = await page.evaluate<string[]>(`(async () => {
      const violations = []
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))
      await fetch('http://127.0.0.1:9/').catch(() => undefined)
      try { new WebSocket('ws://127.0.0.1:9/') } catch {}
      await new Promise((resolve) => setTimeout(resolve, 0))
      return violations
    })()`)
    expect(refused).toEqual(['connect-src', 'connect-src'])
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
    expect(policy).toContain("connect-src 'self' omni-media:;")
  })

  it('does not leave the panel', async () => {
    const before = (await panel()).url()
    await desktop.page.evaluate(() => {
      ;(globalThis as unknown as { location: { href: string } }).location.href = 'https://example.org/away'
    })
    await vi.waitUntil(() => hostLog(folder).includes('https://example.org/away'), { timeout: 10_000 })
    expect(desktop.page.url()).toBe(before)
    await panelIsUp(desktop.page)
  })

  it('opens web links in the system’s browser, and no window of its own', async () => {
    const open = (url: string) =>
      desktop.page.evaluate((address) => {
        ;(globalThis as unknown as { open(url: string): unknown }).open(address)
      }, url)
    for (const refused of ['https://bank.example@evil.example/', 'about:blank', 'omni-app://panel/']) await open(refused)
    await open('https://example.org/help')
    await vi.waitUntil(async () => (await desktop.openedOutside()).length > 0, { timeout: 10_000 })
    expect(await desktop.openedOutside()).toEqual(['https://example.org/help'])
    expect(await desktop.windowCount()).toBe(1)
  })

  it('grants a page no permission but writing to the clipboard and notifying', async () => {
    const states = await desktop.page.evaluate(async () => {
      const { navigator } = globalThis as unknown as {
        navigator: { permissions: { query(descriptor: { name: string }): Promise<{ state: string }> } }
      }
      const names = ['geolocation', 'notifications', 'clipboard-read', 'clipboard-write']
      return Promise.all(names.map(async (name) => [name, (await navigator.permissions.query({ name })).state]))
    })
    expect(Object.fromEntries(states)).toEqual({
      geolocation: 'denied',
      notifications: 'granted',
      'clipboard-read': 'denied',
      'clipboard-write': 'granted',
    })
  })

  it('lets a second start end at once, and shows its window instead', async () => {
    await desktop.minimize()
    const second = await runDesktopToItsEnd(folder)
    expect(second.exitCode).toBe(0)
    await vi.waitUntil(async () => !(await desktop.isMinimized()), { timeout: 10_000 })
    expect(await desktop.windowCount()).toBe(1)
  })
})

describe(`the life of the desktop app on ${desktopKind}`, () => {
  let folder: string
  let desktop: Desktop | null = null
  beforeEach(() => {
    folder = newFolder()
  })
  afterEach(async () => {
    await desktop?.quit()
    desktop = null
    remove(folder)
  })
  const start = async (env: Record<string, string> = {}): Promise<Desktop> => {
    desktop = await startDesktop(folder, env)
    await panelIsUp(desktop.page)
    return desktop
  }
  const apiUrl = async (page: Page): Promise<string> => {
    await withoutPanel(page)
    return page.evaluate(async () => {
      const hub = await (globalThis as unknown as PageWithClient).connectToHub()
      return (await hub.system.info()).apiUrl
    })
  }

  it('quits cleanly: exit code 0 and no port left open', async () => {
    const running = await start()
    const url = await apiUrl(running.page)
    expect((await fetch(new URL('/health', url))).status).toBe(200)
    expect(await running.quit()).toBe(0)
    await expect(fetch(new URL('/health', url))).rejects.toThrow()
  })

  it('stops cleanly at Ctrl-C', async () => {
    const first = await start()
    first.kill('SIGINT')
    expect(await first.exited).toBe(0)
  })

  it('opens its window where it was', async () => {
    const first = await start()
    const place = { x: 120, y: 80, width: 1100, height: 700 }
    await first.setBounds(place)
    // Written soon after the move, so that it survives an end that nobody asked for.
    await vi.waitUntil(() => savedWindow(folder).includes('"width":1100'), { timeout: 10_000 })
    first.kill('SIGKILL')
    await first.exited
    const second = await start()
    expect(await second.bounds()).toEqual(place)
  })

  it('keeps everything through a kill, and starts again', async () => {
    const first = await start()
    first.kill('SIGKILL')
    await first.exited
    const second = await start()
    expect(await second.windowCount()).toBe(1)
  })

  it('can read its secrets again after a restart', async () => {
    await (await start()).quit()
    const running = await start()
    expect(hostLog(folder)).toBe('')
    expect(await running.quit()).toBe(0)
  })

  describe.skipIf(desktopKind === 'electron')('with what only the stand-in can play', () => {
    it('is no other page’s window once it is installed, whatever the environment says', async () => {
      const running = await start({ STAND_IN_PACKAGED: '1', ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/' })
      expect(running.page.url()).not.toContain(':9/')
      await panelIsUp(running.page)
    })

    it('names the file when its data cannot be opened, and ends without a loop', async () => {
      const database = join(folder, 'omni.db')
      writeFileSync(database, 'this is no data base, but it is somebody’s file')
      const { exitCode, output } = await runDesktopToItsEnd(folder)
      expect(exitCode).toBe(1)
      expect(output).toContain('[error box] Omni cannot open its data')
      expect(output).toContain(database)
      expect(readFileSync(database, 'utf8')).toContain('somebody’s file')
    })

    it('starts its hub again under the open window after an error that nobody caught, and closes when they do not end', async () => {
      const running = await start({ NODE_OPTIONS: `--import ${new URL('../support/throw-on-signal.ts', import.meta.url).href}` })
      const restarts = () => hostLog(folder).split('Omni was started again after an unexpected error.').length - 1
      for (let n = 1; n <= 3; n += 1) {
        // The panel is given a way to the new hub.
        const loaded = running.page.waitForEvent('load')
        running.kill('SIGUSR2')
        await vi.waitUntil(() => restarts() === n, { timeout: 30_000 })
        await loaded
        await panelHasData(running.page)
      }
      running.kill('SIGUSR2')
      // Which is how the support of these tests tells of faults.
      await expect(running.exited).rejects.toThrow('thrown by the test')
      desktop = null
      expect(hostLog(folder)).toContain('Omni ends: unexpected errors came again and again.')
    })

    it('names a setting that is wrong', async () => {
      const { exitCode, output } = await runDesktopToItsEnd(folder, { OMNI_PORT: 'eighty' })
      expect(exitCode).toBe(1)
      expect(output).toContain('[error box] Omni could not start')
      expect(output).toContain('OMNI_PORT')
    })

    it.each(['none', 'basic_text'])('falls back to a key file with a warning when the key store is %s', async (store) => {
      const running = await start({ STAND_IN_KEY_STORE: store })
      expect(hostLog(folder)).toContain(join(folder, 'master.key'))
      expect(await running.quit()).toBe(0)
    })
  })
})
