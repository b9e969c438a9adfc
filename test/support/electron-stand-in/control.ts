/** How the test reaches the main process of the stand-in: the IPC channel of its child process. */
import { once } from 'node:events'
import { basename } from 'node:path'
import type Electron from 'electron'
import { app, badge } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { getChromium } from './chromium.ts'
import { Menu, type SeenItem, Tray } from './menu.ts'
import { answerQuestion, Notification, powerMonitor, seen } from './services.ts'

export interface StandInState {
  openedOutside: string[]
  errorBoxes: { title: string; content: string }[]
  notifications: { title: string; body: string }[]
  clipboard: string[]
  questions: { message: string; detail: string; buttons: string[]; isOpen: boolean }[]
  blockers: number[]
  badge: number
  /** Null while there is none. */
  tray: { tooltip: string; picture: string; items: SeenItem[] } | null
  /** The texts of the application's menu. */
  menu: string[]
  windows: { zoomLevel: number; bounds: Electron.Rectangle; isMinimized: boolean; isFocused: boolean; isVisible: boolean; url: string }[]
}

export type ControlCall =
  | { id: number; call: 'state' }
  | { id: number; call: 'endpoint' }
  | { id: number; call: 'set-bounds'; bounds: Electron.Rectangle }
  | { id: number; call: 'minimize' }
  | { id: number; call: 'close-window' }
  | { id: number; call: 'answer'; button: string }
  | { id: number; call: 'choose-in-tray'; label: string }
  | { id: number; call: 'choose-in-menu'; label: string }
  | { id: number; call: 'click-notification'; index: number }
  | { id: number; call: 'power'; event: 'suspend' | 'resume' }
  | { id: number; call: 'open-url'; url: string }
  | { id: number; call: 'quit' }

export type ControlAnswer = { id: number; value: unknown } | { id: number; error: string }

function seenTray(): StandInState['tray'] {
  const [tray] = Tray.open
  if (tray === undefined) return null
  return { tooltip: tray.tooltip, picture: basename(tray.image.path), items: tray.menu?.seen() ?? [] }
}

async function answer(message: ControlCall): Promise<unknown> {
  const [window] = BrowserWindow.getAllWindows()
  switch (message.call) {
    case 'endpoint':
      if (window === undefined) await once(app, 'browser-window-created')
      return (await getChromium(app.getPath('userData'))).endpoint
    case 'set-bounds':
      return window?.setBounds(message.bounds)
    case 'minimize':
      return window?.minimize()
    case 'close-window':
      return window?.close()
    case 'answer':
      return answerQuestion(message.button)
    case 'choose-in-tray':
      return Tray.open[0]?.menu?.choose(message.label)
    case 'choose-in-menu':
      return Menu.application?.choose(message.label)
    case 'click-notification':
      globalThis.gc?.()
      Notification.shown[message.index]?.deref()?.emit('click')
      return
    case 'power':
      return powerMonitor.emit(message.event)
    case 'open-url':
      app.emit('open-url', { preventDefault: () => undefined }, message.url)
      return
    case 'quit':
      return app.quit()
    case 'state': {
      const state: StandInState = {
        ...seen,
        badge: badge.count,
        tray: seenTray(),
        menu: Menu.application?.seen().map(({ label }) => label) ?? [],
        windows: BrowserWindow.getAllWindows().map((each) => ({
          bounds: each.getBounds(),
          zoomLevel: each.webContents.getZoomLevel(),
          isMinimized: each.isMinimized(),
          isVisible: each.isVisible(),
          isFocused: BrowserWindow.getFocusedWindow() === each,
          url: each.webContents.getURL(),
        })),
      }
      return state
    }
  }
}

export function serveControl(): void {
  process.on('message', (message: ControlCall) => {
    answer(message).then(
      (value) => process.send?.({ id: message.id, value: value ?? null } satisfies ControlAnswer),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) } satisfies ControlAnswer),
    )
  })
  // The channel is the test's, not the app's: it must not keep a finished app alive.
  process.channel?.unref?.()
}
