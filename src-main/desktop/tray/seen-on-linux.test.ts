/** On a real session bus, with the real tool, where this machine has them. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { busNames, type CallBus, callBus, trayPlace } from './seen-on-linux.ts'

const hasBus = ['gdbus', 'dbus-daemon'].every((program) => {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

describe.skipIf(!hasBus)('on a session bus', () => {
  let daemon: ReturnType<typeof spawn>
  const before = process.env['DBUS_SESSION_BUS_ADDRESS']
  beforeAll(async () => {
    daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [address] = (await once(daemon.stdout ?? daemon, 'data')) as [Buffer]
    process.env['DBUS_SESSION_BUS_ADDRESS'] = address.toString().trim()
  })
  afterAll(() => {
    daemon.kill()
    if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS']
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = before
  })

  it('there is no place for an icon where nothing shows them', async () => {
    expect(await trayPlace(callBus, process.pid)).toBe('no-place')
  })

  it('an icon is ours by the process that its bus name belongs to', async () => {
    // The bus stands in for the desktop: it has a list of texts, and each name has a process.
    const listed = await callBus(
      'org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.Properties.Get',
      'org.freedesktop.DBus',
      'Features',
    )
    expect(busNames(listed).length).toBeGreaterThan(0)
    const withDesktop: CallBus = (destination, ...call) =>
      destination === 'org.kde.StatusNotifierWatcher'
        ? Promise.resolve("(<['org.freedesktop.DBus/StatusNotifierItem', ':1.9999@/gone']>,)")
        : callBus(destination, ...call)
    expect(await trayPlace(withDesktop, daemon.pid ?? 0)).toBe('shown')
    expect(await trayPlace(withDesktop, process.pid)).toBe('not-ours')
  })
})

it('there is no place where the bus cannot be asked', async () => {
  const absent: CallBus = () => Promise.reject(new Error('spawn gdbus ENOENT'))
  expect(await trayPlace(absent, process.pid)).toBe('no-place')
})

it('a desktop without icons has an empty list', () => {
  expect(busNames('(<@as []>,)')).toEqual([])
})
