/**
 * The built desktop app, started for a test: in real Electron where its binary is here, else in
 * the stand-in. The same tests run on both.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, _electron as electronDriver, type Page } from 'playwright'
import { vi } from 'vitest'
import { electronBinary } from '../../tools/electron-binary.ts'
import { findChromium } from '../../tools/find-chromium.ts'
import type { ControlAnswer, ControlCall, StandInState } from './electron-stand-in/control.ts'
import { requireNoFaults } from './no-faults.ts'

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export interface Desktop {
  page: Page
  /** Links given to the system's browser. */
  openedOutside(): Promise<string[]>
  bounds(): Promise<Bounds>
  setBounds(bounds: Bounds): Promise<void>
  minimize(): Promise<void>
  isMinimized(): Promise<boolean>
  windowCount(): Promise<number>
  /** Asks the app to quit, as its menu does. Resolves to the exit code. */
  quit(): Promise<number | null>
  /** Resolves when the process has ended, however. */
  exited: Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = fileURLToPath(new URL('../../out/main/desktop.js', import.meta.url))
const register = new URL('./electron-stand-in/register.ts', import.meta.url).href

/** Which of the two this machine has. Electron also needs a display. */
export const desktopKind: 'electron' | 'stand-in' =
  electronBinary() !== null && (process.platform !== 'linux' || process.env['DISPLAY'] !== undefined) ? 'electron' : 'stand-in'

/** Starts the built app on a data folder. Its HTTP server takes any free port. */
export function startDesktop(dataDirectory: string, env: Record<string, string> = {}): Promise<Desktop> {
  requireBuild()
  return desktopKind === 'electron' ? startElectron(dataDirectory, env) : startStandIn(dataDirectory, env)
}

/** Starts the app where it is expected to exit on its own. Resolves to its exit code and what it printed. */
export async function runDesktopToItsEnd(
  dataDirectory: string,
  env: Record<string, string> = {},
  args: string[] = [],
): Promise<{ exitCode: number | null; output: string }> {
  requireBuild()
  const child = desktopKind === 'electron' ? spawnElectron(dataDirectory, env, args) : spawnStandIn(dataDirectory, env, args)
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { exitCode: await exitOf(child), output }
}

function requireBuild(): void {
  if (!existsSync(main)) throw new Error('The app is not built: run `npm run build` first.')
}

function environment(dataDirectory: string, env: Record<string, string>): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited), OMNI_DATA_DIR: dataDirectory, OMNI_PORT: '0', ...env }
}

/** Only for tests: as root, Chromium's sandbox cannot be had. */
function electronArgs(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox', root] : [root]
}

function spawnElectron(dataDirectory: string, env: Record<string, string>, args: string[]): ChildProcess {
  return spawn(electronBinary() ?? '', [...electronArgs(), ...args], {
    env: environment(dataDirectory, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function startElectron(dataDirectory: string, env: Record<string, string>): Promise<Desktop> {
  const running = await electronDriver.launch({
    executablePath: electronBinary() ?? '',
    args: electronArgs(),
    env: environment(dataDirectory, env),
  })
  const page = await running.firstWindow()
  await running.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { openedOutside: opened })
    shell.openExternal = async (url) => {
      opened.push(url)
    }
  })
  const exited = exitOf(running.process())
  return {
    page,
    exited,
    openedOutside: () => running.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside),
    bounds: () => running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds() as Bounds),
    setBounds: (bounds) => running.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds),
    minimize: () => running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize()),
    isMinimized: () => running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() ?? false),
    windowCount: () => running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
    quit: async () => {
      // The answer is lost when the app is gone before it can be sent.
      await running.evaluate(({ app }) => app.quit()).catch(() => undefined)
      return exited
    },
    kill: (signal) => running.process().kill(signal),
  }
}

function spawnStandIn(dataDirectory: string, env: Record<string, string>, args: string[] = []): ChildProcess {
  return spawn(process.execPath, ['--expose-gc', '--import', register, main, ...args], {
    cwd: root,
    env: environment(dataDirectory, { STAND_IN_CHROMIUM: findChromium(), ...env }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** The app on the stand-in, with or without a window. */
export interface StandInDesktop {
  pid: number
  ask<T>(call: DistributiveOmit<ControlCall, 'id'>): Promise<T>
  state(): Promise<StandInState>
  /** The page of the window, waited for where there is none yet. */
  whenPage(): Promise<Page>
  /** A page beside that of the main window, by its title, waited for. */
  whenPageTitled(title: string): Promise<Page>
  quit(): Promise<number | null>
  exited: Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

/** For what only the stand-in can play: a desktop around the app, and what a person does there. */
export function startOnStandIn(dataDirectory: string, env: Record<string, string> = {}, args: string[] = []): StandInDesktop {
  requireBuild()
  const child = spawnStandIn(dataDirectory, env, args)
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = exitOf(child)
  let lastId = 0
  const ask = <T>(call: DistributiveOmit<ControlCall, 'id'>): Promise<T> => {
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      const listen = (answer: ControlAnswer): void => {
        if (answer.id !== id) return
        child.off('message', listen)
        if ('error' in answer) reject(new Error(answer.error))
        else resolve(answer.value as T)
      }
      child.on('message', listen)
      child.send({ ...call, id }, (error) => {
        if (error !== null) reject(error)
      })
      exited.then((code) => reject(new Error(`The app ended with ${code}:\n${output}`)), reject)
    })
  }
  let connected: Promise<Browser> | null = null
  const browser = (): Promise<Browser> => {
    connected ??= ask<string>({ call: 'endpoint' }).then((endpoint) => chromium.connectOverCDP(endpoint))
    return connected
  }
  return {
    pid: child.pid ?? -1,
    ask,
    state: () => ask({ call: 'state' }),
    whenPage: async () => firstPage(await browser()),
    async whenPageTitled(title) {
      const [context] = (await browser()).contexts()
      const titled = async (): Promise<Page | undefined> => {
        const pages = context?.pages() ?? []
        const titles = await Promise.all(pages.map((page) => page.title().catch(() => '')))
        return pages[titles.indexOf(title)]
      }
      return vi.waitUntil(titled, { timeout: 30_000, interval: 100 })
    },
    quit: () => {
      ask({ call: 'quit' }).catch(() => undefined)
      return exited
    },
    exited,
    kill: (signal) => child.kill(signal),
  }
}

async function startStandIn(dataDirectory: string, env: Record<string, string>): Promise<Desktop> {
  const { ask, state, whenPage, quit, exited, kill } = startOnStandIn(dataDirectory, env)
  return {
    page: await whenPage(),
    exited,
    openedOutside: async () => (await state()).openedOutside,
    bounds: async () => (await state()).windows[0]?.bounds as Bounds,
    setBounds: (to) => ask({ call: 'set-bounds', bounds: to }),
    minimize: () => ask({ call: 'minimize' }),
    isMinimized: async () => (await state()).windows[0]?.isMinimized ?? false,
    windowCount: async () => (await state()).windows.length,
    quit,
    kill,
  }
}

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('The stand-in has no browser context.')
  return context.pages()[0] ?? context.waitForEvent('page')
}

/** Rejects if it had reported an error that nobody caught. */
function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  return new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code))).then((code) => {
    requireNoFaults(complaints)
    return code
  })
}
