/**
 * Whether our icon has a place on this Linux desktop. Electron makes a tray without complaint where nothing
 * shows it (GNOME without its extension, bare window managers), or where the desktop refuses it. So the
 * desktop is asked, by GLib's own tool, which icons it has, and which processes they belong to.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const BUS = 'org.freedesktop.DBus'
const PATIENCE_MS = 5000

/** `no-place`: nothing here shows icons. `not-ours`: something does, and ours is not among them. */
export type TrayPlace = 'shown' | 'no-place' | 'not-ours'

/** Calls a method on the session's bus. Resolves to what `gdbus` prints; rejects where nobody answers. */
export type CallBus = (destination: string, object: string, method: string, ...args: string[]) => Promise<string>

const run = promisify(execFile)

export const callBus: CallBus = async (destination, object, method, ...args) => {
  const call = ['call', '--session', '--dest', destination, '--object-path', object, '--method', method, ...args]
  return (await run('gdbus', call, { timeout: PATIENCE_MS })).stdout
}

export async function trayPlace(call: CallBus, pid: number): Promise<TrayPlace> {
  let items: string
  try {
    items = await call(WATCHER, '/StatusNotifierWatcher', `${BUS}.Properties.Get`, WATCHER, 'RegisteredStatusNotifierItems')
  } catch {
    return 'no-place'
  }
  const owners = await Promise.all(busNames(items).map((name) => ownerOf(call, name)))
  return owners.includes(pid) ? 'shown' : 'not-ours'
}

/** Desktops list an icon as its bus name with its object behind it, some with an `@` between them. */
export function busNames(printed: string): string[] {
  const listed = [...printed.matchAll(/'([^']+)'/g)].map(([, item = '']) => item.split(/[/@]/)[0] ?? '')
  return [...new Set(listed.filter((name) => name !== ''))]
}

async function ownerOf(call: CallBus, name: string): Promise<number | null> {
  try {
    const printed = await call(BUS, '/org/freedesktop/DBus', `${BUS}.GetConnectionUnixProcessID`, name)
    return Number(/uint32 (\d+)/.exec(printed)?.[1] ?? Number.NaN)
  } catch {
    // An icon whose program has just ended.
    return null
  }
}
