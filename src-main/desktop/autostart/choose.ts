import { app } from 'electron'
import { HIDDEN } from '../links.ts'
import type { Autostart } from './autostart.ts'
import { loginItem } from './login-item.ts'
import { autostartFile, xdgAutostart } from './xdg.ts'

/** The system's way of starting this program with the computer. */
export function chooseAutostart(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): Autostart {
  // The portable program of Windows unpacks itself somewhere else for each start.
  if (platform !== 'linux') return loginItem(app, platform, env['PORTABLE_EXECUTABLE_FILE'] ?? process.execPath)
  // An AppImage runs from a folder that is gone with it: what is started is the image.
  const program = env['APPIMAGE'] ?? process.execPath
  const command = app.isPackaged ? [program, HIDDEN] : [program, app.getAppPath(), HIDDEN]
  return xdgAutostart(autostartFile(env), command)
}
