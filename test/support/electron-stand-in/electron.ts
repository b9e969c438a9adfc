/** What the product gets when it imports 'electron'. Anything missing here is an error at its first import. */
import type Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { serveControl } from './control.ts'
import { ipcMain } from './ipc.ts'
import { Menu, nativeImage, Tray } from './menu.ts'
import { MessageChannelMain } from './message-channel.ts'
import { protocol } from './protocol.ts'
import {
  clipboard,
  crashReporter,
  dialog,
  Notification,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
} from './services.ts'
import { session } from './session.ts'

serveControl()

const played = {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
}
/** Every name is one of Electron's own. */
played satisfies Partial<Record<keyof typeof Electron, unknown>>

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
}
export default played
