/** The icon beside the clock, which stands for Omni while its window is closed. */
import { join } from 'node:path'
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import { t } from '../words.ts'
import { callBus, type TrayPlace, trayPlace } from './seen-on-linux.ts'
import type { TrayFace, TrayMood } from './status-line.ts'

/** A desktop takes a moment to show an icon that was just made. */
const SETTLE_MS = 1500

export interface TrayActions {
  open(): void
  pauseAll(): void
  resumeAll(): void
  quit(): void
}

export interface AppTray {
  show(face: TrayFace, isPaused: boolean): void
  /** Is it to be seen? One that has vanished (the desktop's shell was restarted) is made again first. */
  isSeen(): Promise<boolean>
  remove(): void
}

export function createTray(resources: string, actions: TrayActions, platform: NodeJS.Platform = process.platform): AppTray {
  let tray: Tray | null = null
  let shown: { face: TrayFace; isPaused: boolean } = { face: { mood: 'paused', lines: [] }, isPaused: false }

  function image(mood: TrayMood) {
    // macOS colours template images; the others get a picture in colour.
    if (platform === 'darwin') return nativeImage.createFromPath(join(resources, 'tray', `${mood}Template.png`))
    return nativeImage.createFromPath(join(resources, 'tray', platform === 'win32' ? `${mood}.ico` : `${mood}.png`))
  }

  function menu(): MenuItemConstructorOptions[] {
    const { face, isPaused } = shown
    return [
      ...face.lines.map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      { label: t('desktop:tray.open'), click: actions.open },
      isPaused
        ? { label: t('desktop:tray.resumeAll'), click: actions.resumeAll }
        : { label: t('desktop:tray.pauseAll'), click: actions.pauseAll },
      { type: 'separator' },
      { label: t('desktop:tray.quit'), click: actions.quit },
    ]
  }

  function draw(): void {
    if (tray === null) {
      tray = new Tray(image(shown.face.mood))
      // Never fires where a click opens the menu (macOS, most of Linux).
      if (platform === 'win32') tray.on('click', actions.open)
    } else tray.setImage(image(shown.face.mood))
    tray.setToolTip(['Omni', ...shown.face.lines].join('\n'))
    // On Linux a menu is as it was when it was set: each change needs a new one.
    tray.setContextMenu(Menu.buildFromTemplate(menu()))
  }

  function again(): void {
    tray?.destroy()
    tray = null
    draw()
  }

  // Elsewhere Electron itself brings the icon back after a restart of the shell.
  const place = (): Promise<TrayPlace> => (platform === 'linux' ? trayPlace(callBus, process.pid) : Promise.resolve('shown'))

  draw()
  return {
    show(face, isPaused) {
      if (JSON.stringify({ face, isPaused }) === JSON.stringify(shown)) return
      shown = { face, isPaused }
      draw()
    },
    async isSeen() {
      let seen = await place()
      if (seen === 'not-ours') {
        again()
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
        seen = await place()
      }
      return seen === 'shown'
    },
    remove() {
      tray?.destroy()
      tray = null
    },
  }
}
