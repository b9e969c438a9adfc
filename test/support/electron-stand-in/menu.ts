/** `Menu` and `Tray`: kept as they were built, so that a test can read and choose what a person would. */

import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Electron from 'electron'

export interface SeenItem {
  label: string
  isEnabled: boolean
}

export class Menu {
  readonly items: Electron.MenuItemConstructorOptions[]
  static application: Menu | null = null

  constructor(items: Electron.MenuItemConstructorOptions[] = []) {
    this.items = items
  }

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template)
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.application = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.application
  }

  popup(): void {
    // Nobody is there to choose.
  }

  /** Every item with a text, those of submenus behind their own. */
  all(): Electron.MenuItemConstructorOptions[] {
    const within = (items: Electron.MenuItemConstructorOptions[]): Electron.MenuItemConstructorOptions[] =>
      items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? within(item.submenu) : [])])
    return within(this.items)
  }

  seen(): SeenItem[] {
    return this.all().flatMap(({ label, enabled = true }) => (label === undefined ? [] : [{ label, isEnabled: enabled }]))
  }

  choose(label: string): void {
    const item = this.all().find((one) => one.label === label)
    if (item === undefined || item.enabled === false) throw new Error(`Nothing to choose: ${label}`)
    item.click?.({} as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent)
  }
}

class NativeImage {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }
  isEmpty(): boolean {
    return !existsSync(this.path)
  }
}

export const nativeImage = { createFromPath: (path: string) => new NativeImage(path) }

/**
 * Where the desktop that the test plays keeps its icons, a file for each, named by the process (see
 * `desktop-bus/gdbus`). As on a real Linux, making a tray says nothing where there is no such place.
 */
const desktop = process.env['STAND_IN_DESKTOP']

export class Tray extends EventEmitter {
  static readonly open: Tray[] = []
  image: NativeImage
  tooltip = ''
  menu: Menu | null = null

  constructor(image: NativeImage) {
    super()
    if (image.isEmpty()) throw new Error(`The tray has no picture: ${image.path}`)
    this.image = image
    Tray.open.push(this)
    this.#announce()
  }

  setImage(image: NativeImage): void {
    if (image.isEmpty()) throw new Error(`The tray has no picture: ${image.path}`)
    this.image = image
  }

  setToolTip(text: string): void {
    this.tooltip = text
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }

  destroy(): void {
    Tray.open.splice(Tray.open.indexOf(this), 1)
    if (desktop !== undefined) rmSync(join(desktop, 'items', String(process.pid)), { force: true })
  }

  isDestroyed(): boolean {
    return !Tray.open.includes(this)
  }

  /** Registered once, when it is made: a desktop that starts again does not know of it. */
  #announce(): void {
    if (desktop === undefined || !existsSync(join(desktop, 'shows-icons'))) return
    mkdirSync(join(desktop, 'items'), { recursive: true })
    writeFileSync(join(desktop, 'items', String(process.pid)), '')
  }
}
