/** `BrowserWindow`: the frame around a page. It has no place on a screen but remembers what it was told. */
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type Electron from 'electron'
import { app } from './app.ts'
import { StandInWebContents } from './web-contents.ts'

const open: BrowserWindow[] = []
let focused: BrowserWindow | null = null

export class BrowserWindow extends EventEmitter {
  readonly webContents: StandInWebContents
  #bounds: Electron.Rectangle
  #isVisible = false
  #isMinimized = false
  #isMaximized = false
  #isDestroyed = false

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options
    const isLockedIn =
      webPreferences.sandbox !== false && webPreferences.contextIsolation !== false && webPreferences.nodeIntegration !== true
    if (!isLockedIn) throw new Error('The stand-in plays only sandboxed, isolated pages.')
    this.#bounds = { x, y, width, height }
    this.#isVisible = options.show !== false
    this.webContents = new StandInWebContents(webPreferences.preload, { width, height })
    this.webContents.on('dom-ready', () => this.emit('ready-to-show'))
    this.webContents.on('page-closed', () => this.#gone())
    this.webContents.on('stand-in-failed', (error: unknown) => {
      console.error('stand-in:', error)
      app.exit(70)
    })
    this.webContents.on('preload-error', (_event: unknown, _path: string, error: Error) => console.error('preload:', error.message))
    open.push(this)
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  loadFile(path: string): Promise<void> {
    return this.webContents.loadURL(pathToFileURL(path).href)
  }

  reload(): void {
    this.webContents.reload()
  }

  show(): void {
    this.#isVisible = true
    this.emit('show')
  }

  focus(): void {
    focused = this
    this.emit('focus')
  }

  isVisible(): boolean {
    return this.#isVisible
  }

  minimize(): void {
    this.#isMinimized = true
    if (focused === this) focused = null
    this.emit('minimize')
  }

  restore(): void {
    this.#isMinimized = false
    this.emit('restore')
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  maximize(): void {
    this.#isMaximized = true
    this.emit('resize')
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.webContents.setSize(this.#bounds)
    this.emit('move')
    this.emit('resize')
  }

  close(): void {
    if (this.#isDestroyed) return
    let isPrevented = false
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true
      },
    })
    if (!isPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.webContents.closePage()
    this.#gone()
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  #gone(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    open.splice(open.indexOf(this), 1)
    if (focused === this) focused = null
    this.emit('closed')
    if (open.length > 0) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}
