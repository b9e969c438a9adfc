import type { LoginItemSettings, Settings } from 'electron'
import { describe, expect, it } from 'vitest'
import { loginItem } from './login-item.ts'

/** As the systems behave: Windows has a switch of its own in the Task Manager, macOS may want an approval. */
function system(refusal: 'none' | 'task-manager' | 'approval' | 'policy' = 'none') {
  const asked: Settings[] = []
  let isOn = false
  return {
    asked,
    app: {
      setLoginItemSettings(settings: Settings) {
        asked.push(settings)
        if (refusal !== 'policy') isOn = settings.openAtLogin === true
      },
      getLoginItemSettings: (): LoginItemSettings => ({
        openAtLogin: isOn,
        executableWillLaunchAtLogin: isOn && refusal !== 'task-manager',
        status: !isOn ? 'not-registered' : refusal === 'approval' ? 'requires-approval' : 'enabled',
        wasOpenedAtLogin: false,
        launchItems: [],
      }),
    },
  }
}

describe('starting with the computer', () => {
  it('is a login item: hidden by an argument on Windows, by the system on macOS', () => {
    const windows = system()
    const item = loginItem(windows.app, 'win32', 'C:\\Omni\\omni.exe')
    item.set(true)
    expect(item.isOn()).toBe(true)
    expect(windows.asked).toEqual([{ path: 'C:\\Omni\\omni.exe', args: ['--hidden'], openAtLogin: true }])
    const mac = system()
    loginItem(mac.app, 'darwin', '/Applications/Omni.app').set(true)
    expect(mac.asked).toEqual([{ openAtLogin: true }])
  })

  it.each([
    ['win32', 'task-manager', /^Windows has switched off/],
    ['win32', 'policy', /did not keep the setting/],
    ['darwin', 'approval', /^macOS wants your permission/],
    ['darwin', 'policy', /did not keep the setting/],
  ] as const)('says what to do where the system refuses: %s, %s', (platform, refusal, words) => {
    const item = loginItem(system(refusal).app, platform, 'omni')
    expect(() => item.set(true)).toThrow(words)
    expect(item.isOn()).toBe(false)
    item.set(false)
  })
})
