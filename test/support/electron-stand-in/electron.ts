/** What the product gets when it imports 'electron'. Anything missing here is an error at its first import. */
import type Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { serveControl } from './control.ts'
import { ipcMain } from './ipc.ts'
import { MessageChannelMain } from './message-channel.ts'
import { protocol } from './protocol.ts'
import { dialog, Notification, nativeTheme, powerMonitor, safeStorage, screen, shell } from './services.ts'
import { session } from './session.ts'

serveControl()

const played = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
}
/** Every name is one of Electron's own. */
played satisfies Partial<Record<keyof typeof Electron, unknown>>

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  Notification,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
}
export default played
