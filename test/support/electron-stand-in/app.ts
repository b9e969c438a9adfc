/** `app`: the life of the process, and the lock of the single instance. */
import { EventEmitter } from 'node:events'
import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, watch, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Electron from 'electron'
import { killChromium } from './chromium.ts'

const paths = new Map<string, string>([['temp', tmpdir()]])
const emitter = new EventEmitter()
let lockFile: string | null = null
let isReady = false
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
          writeFileSync(join(folder, `second-${process.pid}.note`), JSON.stringify(process.argv))
          return false
        }
        rmSync(lock, { force: true })
      }
    }
    lockFile = lock
    watch(folder, { persistent: false }, () => {
      for (const name of readdirSync(folder).filter((file) => /^second-\d+\.note$/.test(file))) {
        rmSync(join(folder, name), { force: true })
        emitter.emit('second-instance', {}, [], process.cwd(), null)
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
