import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autostartEntry, isSwitchedOn } from './desktop-entry.ts'
import { autostartFile, xdgAutostart } from './xdg.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-autostart-'))
  file = join(folder, 'autostart', 'omni-desktop.desktop')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('starting with the computer on Linux', () => {
  it('is an entry of the session, which switching it off removes', () => {
    const autostart = xdgAutostart(file, ['/opt/Omni/omni-desktop', '--hidden'])
    expect(autostart.isOn()).toBe(false)
    autostart.set(true)
    expect(autostart.isOn()).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Omni/omni-desktop" "--hidden"\n')
    autostart.set(false)
    expect(existsSync(file)).toBe(false)
    autostart.set(false)
  })

  it('is off where somebody switched it off in the system, and stays so', () => {
    const autostart = xdgAutostart(file, ['/opt/omni', '--hidden'])
    autostart.set(true)
    const entry = readFileSync(file, 'utf8')
    for (const line of ['Hidden=true', 'X-GNOME-Autostart-enabled=false']) {
      writeFileSync(file, entry.replace('X-GNOME-Autostart-enabled=true', line))
      expect(autostart.isOn()).toBe(false)
      autostart.refresh()
      expect(autostart.isOn()).toBe(false)
    }
    autostart.set(true)
    expect(autostart.isOn()).toBe(true)
  })

  it('follows a program that has moved', () => {
    xdgAutostart(file, ['/home/ana/Omni-1.0.AppImage', '--hidden']).set(true)
    xdgAutostart(file, ['/home/ana/Omni-1.1.AppImage', '--hidden']).refresh()
    expect(readFileSync(file, 'utf8')).toContain('Exec="/home/ana/Omni-1.1.AppImage" "--hidden"\n')
  })

  it('says why where the system refuses', () => {
    // A file where the folder should be: so it goes for root as well.
    writeFileSync(join(folder, 'autostart'), '')
    expect(() => xdgAutostart(file, ['/opt/omni']).set(true)).toThrow(/^This computer does not let Omni start automatically: /)
  })

  it('is looked for where the session looks', () => {
    expect(autostartFile({ XDG_CONFIG_HOME: '/etc/mine' })).toBe('/etc/mine/autostart/omni-desktop.desktop')
    for (const env of [{}, { XDG_CONFIG_HOME: '' }, { XDG_CONFIG_HOME: 'relative' }])
      expect(autostartFile(env)).toBe(join(homedir(), '.config/autostart/omni-desktop.desktop'))
  })
})

describe('the entry', () => {
  const strange = '/opt/My "Shop" $HOME `x` 100% \\o/omni'

  it('escapes what a desktop gives a meaning to', () => {
    expect(autostartEntry([strange])).toContain('Exec="/opt/My \\\\"Shop\\\\" \\\\$HOME \\\\`x\\\\` 100%% \\\\\\\\o/omni"\n')
  })

  const hasGlib = existsSync('/usr/bin/gio')
  it.skipIf(!hasGlib)('starts a program of a strange name, by the hand of a real desktop library', () => {
    // Without a percent sign: GLib looks for the program before it reads those.
    const place = join(folder, 'My "Shop" $HOME `x` \\o')
    mkdirSync(place)
    const program = join(place, 'omni')
    writeFileSync(program, `#!/bin/sh\necho "$1" > '${join(folder, 'ran')}'\n`)
    chmodSync(program, 0o755)
    mkdirSync(join(folder, 'autostart'))
    writeFileSync(file, autostartEntry([program, '--hidden']))
    execFileSync('gio', ['launch', file], { stdio: 'ignore' })
    return expect.poll(() => (existsSync(join(folder, 'ran')) ? readFileSync(join(folder, 'ran'), 'utf8') : '')).toBe('--hidden\n')
  })

  it('is off without a command', () => {
    expect(isSwitchedOn('[Desktop Entry]\nType=Application\n')).toBe(false)
  })
})
