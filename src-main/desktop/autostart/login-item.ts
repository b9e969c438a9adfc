/** Starting with the computer on Windows and macOS, by Electron's setting. */
import type { App } from 'electron'
import { OmniError } from '../../../src-shared/errors.ts'
import { HIDDEN } from '../links.ts'
import { t } from '../words.ts'
import type { Autostart } from './autostart.ts'

type LoginItems = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>

/** @param program the path that Windows is to start; macOS starts the app that asks */
export function loginItem(app: LoginItems, platform: NodeJS.Platform, program: string): Autostart {
  const item = platform === 'win32' ? { path: program, args: [HIDDEN] } : {}

  function isOn(): boolean {
    const { openAtLogin, executableWillLaunchAtLogin, status } = app.getLoginItemSettings(item)
    // Switched off in the Task Manager, Windows keeps the entry and passes it over.
    if (platform === 'win32') return openAtLogin && executableWillLaunchAtLogin
    return openAtLogin && status !== 'requires-approval'
  }

  return {
    isOn,
    set(wantsOn) {
      app.setLoginItemSettings({ ...item, openAtLogin: wantsOn })
      if (isOn() === wantsOn) return
      const { status, openAtLogin } = app.getLoginItemSettings(item)
      if (platform === 'darwin' && status === 'requires-approval' && wantsOn)
        throw new OmniError('forbidden', t('desktop:autostart.refusedMac'))
      if (platform === 'win32' && openAtLogin && wantsOn) throw new OmniError('forbidden', t('desktop:autostart.refusedWindows'))
      throw new OmniError('forbidden', t('desktop:autostart.refusedSystem'))
    },
    refresh() {
      // Windows and macOS follow an app that its installer has moved.
    },
  }
}
