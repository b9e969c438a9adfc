/** How the test reaches the main process of the stand-in: the IPC channel of its child process. */
import { once } from 'node:events'
import type Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { getChromium } from './chromium.ts'
import { seen } from './services.ts'

export interface StandInState {
  openedOutside: string[]
  errorBoxes: { title: string; content: string }[]
  notifications: { title: string; body: string }[]
  windows: { bounds: Electron.Rectangle; isMinimized: boolean; isFocused: boolean; isVisible: boolean; url: string }[]
}

export type ControlCall =
  | { id: number; call: 'state' }
  | { id: number; call: 'endpoint' }
  | { id: number; call: 'set-bounds'; bounds: Electron.Rectangle }
  | { id: number; call: 'minimize' }
  | { id: number; call: 'quit' }

export type ControlAnswer = { id: number; value: unknown }

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
    case 'quit':
      return app.quit()
    case 'state': {
      const state: StandInState = {
        ...seen,
        windows: BrowserWindow.getAllWindows().map((each) => ({
          bounds: each.getBounds(),
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
    answer(message).then((value) => process.send?.({ id: message.id, value: value ?? null } satisfies ControlAnswer))
  })
  // The channel is the test's, not the app's: it must not keep a finished app alive.
  process.channel?.unref?.()
}
