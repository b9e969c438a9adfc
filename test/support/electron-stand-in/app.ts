/** `app`: the life of the process, and the lock of the single instance. */
import { EventEmitter } from 'node:events'
import { mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Electron from 'electron'
import { killChromium } from './chromium.ts'

const paths = new Map<string, string>([['temp', tmpdir()]])
const emitter = new EventEmitter()
let lockFile: string | null = null
let isReady = false
/** What the app wants to have counted. */
export const badge = { count: 0 }
const ready = new Promise<void>((resolve) => {
  // As in Electron, whose main script runs to its end before the app is ready.
  setTimeout(() => {
    isReady = true
    emitter.emit('ready')
    resolve()
  }, 0)
})

function preventable(name: string): boolean {
  let isPrevented = false
  emitter.emit(name, {
    preventDefault: () => {
      isPrevented = true
    },
  })
  return isPrevented
}

function userData(): string {
  const path = paths.get('userData') ?? join(tmpdir(), 'electron-stand-in')
  mkdirSync(path, { recursive: true })
  return path
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const methods = {
  whenReady: () => ready,
  isReady: () => isReady,
  getPath: (name) => (name === 'userData' ? userData() : (paths.get(name) ?? tmpdir())),
  setPath: (name, path) => {
    paths.set(name, path)
  },
  getVersion: () => (JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string }).version,
  getName: () => 'Omni Desktop',
  getAppPath: () => process.cwd(),
  enableSandbox: () => undefined,
  setAppUserModelId: () => undefined,
  setAsDefaultProtocolClient: () => true,
  getPreferredSystemLanguages: () => (process.env['STAND_IN_LANGUAGES'] ?? 'en-US').split(','),
  /** As on a Linux without a dock that counts: nothing is shown, and it says so. */
  setBadgeCount: (count = 0) => {
    badge.count = count
    return false
  },
  focus: () => undefined,

  /** A file with the owner's process id; a second instance leaves a note beside it that the first one watches for. */
  requestSingleInstanceLock: () => {
    const folder = userData()
    const lock = join(folder, 'stand-in.lock')
    for (;;) {
      try {
        writeSync(openSync(lock, 'wx'), String(process.pid))
        break
      } catch {
        if (isAlive(Number(readFileSync(lock, 'utf8')))) {
          const note = join(folder, `second-${process.pid}.note`)
          // Renamed into place: the first one must not read half of it.
          writeFileSync(`${note}.new`, JSON.stringify(process.argv))
          renameSync(`${note}.new`, note)
          return false
        }
        rmSync(lock, { force: true })
      }
    }
    lockFile = lock
    watch(folder, { persistent: false }, () => {
      for (const name of readdirSync(folder).filter((file) => /^second-\d+\.note$/.test(file))) {
        const argv = JSON.parse(readFileSync(join(folder, name), 'utf8')) as string[]
        rmSync(join(folder, name), { force: true })
        emitter.emit('second-instance', {}, argv, process.cwd(), null)
      }
    })
    return true
  },

  quit: () => {
    if (preventable('before-quit')) return
    import('./browser-window.ts').then(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close()
      if (BrowserWindow.getAllWindows().length > 0 || preventable('will-quit')) return
      methods.exit(0)
    })
  },
  exit: (code = 0) => {
    emitter.emit('quit', {}, code)
    if (lockFile !== null) rmSync(lockFile, { force: true })
    lockFile = null
    process.exit(code)
  },
} satisfies Partial<Electron.App>

process.on('exit', killChromium)

export const app = Object.assign(emitter, methods, { isPackaged: process.env['STAND_IN_PACKAGED'] === '1' })
