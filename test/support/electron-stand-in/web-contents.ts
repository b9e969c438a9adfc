/** `webContents`: one Chromium page, its isolated preload world, and the events that guard it. */
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type Electron from 'electron'
import type { CDPSession, Page, Route } from 'playwright'
import { app } from './app.ts'
import { getChromium } from './chromium.ts'
import { ipcMain } from './ipc.ts'
import type { StandInPort } from './message-channel.ts'
import { BINDING, type FromMain, RECEIVER, type ToMain, WORLD, worldScripts } from './preload-world.ts'
import { loadable, shown } from './protocol.ts'
import { isGranted, PERMISSIONS } from './session.ts'
import { decodeStructured, encodeStructured } from './structured.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]
type PageEnd = ReturnType<StandInPort['handTo']>

/** A request is made without it. */
const withoutHash = (url: string): string => url.split('#')[0] ?? url

export class StandInWebContents extends EventEmitter {
  readonly #preload: string
  #page: Page | null = null
  #devTools: CDPSession | null = null
  /** The execution context of the preload's world in the present document. */
  #world: number | null = null
  /** What was posted to the document before its world was known. */
  #early: FromMain[] = []
  #ports = new Map<number, PageEnd>()
  #lastPort = 0
  #openHandler: OpenHandler = () => ({ action: 'allow' })
  /** Loads that the main process asked for are no navigations of the page. */
  #ownLoads = new Set<string>()
  readonly #ready: Promise<void>

  constructor(preloadPath: string | undefined, size: { width: number; height: number }) {
    super()
    this.#preload = preloadPath === undefined ? '' : readFileSync(preloadPath, 'utf8')
    this.#ready = this.#open(size)
    this.#ready.catch((error: unknown) => this.emit('stand-in-failed', error))
  }

  get mainFrame(): { url: string; parent: null; postMessage: StandInWebContents['postMessage'] } {
    return { url: this.getURL(), parent: null, postMessage: this.postMessage.bind(this) }
  }

  getURL(): string {
    return this.#page === null ? '' : shown(this.#page.url())
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  async loadURL(address: string): Promise<void> {
    await this.#ready
    const url = await loadable(address)
    this.#ownLoads.add(withoutHash(url))
    await this.#page?.goto(url)
  }

  reload(): void {
    if (this.#page === null) return
    this.#ownLoads.add(withoutHash(this.#page.url()))
    this.#page.reload().catch(() => undefined)
  }

  postMessage(channel: string, message: unknown, transfer: unknown[] = []): void {
    const ports = transfer.map((port) => this.#takePort(port as StandInPort))
    this.#toWorld({ type: 'deliver', channel, message: encodeStructured(message), ports })
  }

  send(channel: string, message: unknown): void {
    this.postMessage(channel, message)
  }

  zoomLevel = 0

  setZoomLevel(level: number): void {
    this.zoomLevel = level
  }

  getZoomLevel(): number {
    return this.zoomLevel
  }

  setSize(size: { width: number; height: number }): void {
    this.#ready.then(() => this.#page?.setViewportSize(size)).catch(() => undefined)
  }

  async closePage(): Promise<void> {
    await this.#ready.catch(() => undefined)
    await this.#page?.close().catch(() => undefined)
  }

  async #open(size: { width: number; height: number }): Promise<void> {
    const { context } = await getChromium(app.getPath('userData'))
    const page = await context.newPage()
    this.#page = page
    await page.setViewportSize(size)
    page.on('close', () => {
      this.#documentGone()
      this.emit('page-closed')
    })
    page.on('popup', (popup) => void popup.close().catch(() => undefined))
    page.on('domcontentloaded', () => this.emit('dom-ready'))
    page.on('load', () => this.emit('did-finish-load'))
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    await page.route('**/*', (route) => this.#guard(route))

    const devTools = await context.newCDPSession(page)
    this.#devTools = devTools
    devTools.on('Runtime.executionContextCreated', ({ context: created }) => {
      if (created.name !== WORLD || created.auxData?.['frameId'] !== this.#frameId) return
      this.#documentGone()
      this.#world = created.id
      for (const message of this.#early.splice(0)) this.#toWorld(message)
    })
    devTools.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#documentGone()
    })
    devTools.on('Runtime.executionContextsCleared', () => this.#documentGone())
    devTools.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) this.#fromWorld(JSON.parse(payload) as ToMain)
    })
    devTools.on('Page.windowOpen', ({ url }) => {
      this.#openHandler({
        url: shown(url),
        frameName: '',
        features: '',
        disposition: 'new-window',
        referrer: { url: '', policy: 'default' },
      })
    })
    await devTools.send('Page.enable')
    this.#frameId = (await devTools.send('Page.getFrameTree')).frameTree.frame.id
    await devTools.send('Runtime.enable')
    await devTools.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
    for (const script of worldScripts(this.#preload)) await devTools.send('Page.addScriptToEvaluateOnNewDocument', script)
  }
  #frameId = ''

  /** Every request of the page passes here; a navigation is first put to the app. */
  async #guard(route: Route): Promise<void> {
    const request = route.request()
    const url = request.url()
    if (!request.isNavigationRequest()) return route.continue()
    const isMainFrame = request.frame() === this.#page?.mainFrame()
    const isOwn = isMainFrame && this.#ownLoads.delete(withoutHash(url))
    let isPrevented = false
    const event = {
      url: shown(url),
      isMainFrame,
      isSameDocument: false,
      preventDefault: () => {
        isPrevented = true
      },
    }
    if (!isOwn) {
      if (isMainFrame) this.emit('will-navigate', event, event.url)
      this.emit('will-frame-navigate', event)
    }
    if (isPrevented) return route.abort('aborted')
    if (isMainFrame) await this.#setPermissions(url)
    return route.continue()
  }

  async #setPermissions(url: string): Promise<void> {
    if (!/^https?:/.test(url)) return
    const contents = { ...this, getURL: () => shown(url) } as unknown as Electron.WebContents
    for (const [permission, name] of Object.entries(PERMISSIONS)) {
      const setting = isGranted(contents, permission as keyof typeof PERMISSIONS) ? 'granted' : 'denied'
      await this.#devTools?.send('Browser.setPermission', { permission: { name }, setting, origin: new URL(url).origin })
    }
  }

  #takePort(port: StandInPort): number {
    this.#lastPort += 1
    const id = this.#lastPort
    const end = port.handTo({
      send: (message) => this.#toWorld({ type: 'port-message', port: id, data: encodeStructured(message) }),
      close: () => {
        this.#ports.delete(id)
        this.#toWorld({ type: 'port-closed', port: id })
      },
    })
    this.#ports.set(id, end)
    return id
  }

  #toWorld(message: FromMain): void {
    if (this.#world === null) {
      this.#early.push(message)
      return
    }
    this.#devTools
      ?.send('Runtime.evaluate', {
        contextId: this.#world,
        expression: `globalThis[${JSON.stringify(RECEIVER)}](${JSON.stringify(message)})`,
      })
      // The document may go at any moment; what was on its way to it goes with it.
      .catch(() => undefined)
  }

  #fromWorld(message: ToMain): void {
    if (message.type === 'send') {
      const event = { sender: this, senderFrame: this.mainFrame, ports: [] }
      ipcMain.emit(message.channel, event, ...(decodeStructured(message.args) as unknown[]))
    } else if (message.type === 'port-message') this.#ports.get(message.port)?.message(decodeStructured(message.data))
    else if (message.type === 'port-closed') {
      this.#ports.get(message.port)?.closed()
      this.#ports.delete(message.port)
    } else this.emit('preload-error', {}, '', new Error(message.message))
  }

  #documentGone(): void {
    this.#world = null
    this.#early = []
    for (const end of this.#ports.values()) end.closed()
    this.#ports.clear()
  }
}
