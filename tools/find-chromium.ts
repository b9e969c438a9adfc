/**
 * Finds a Chromium for the browser tests, or gets one: `findChromium()` in tests,
 * `node tools/find-chromium.ts` prints its path.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'
import { packageFolder } from './package-folder.ts'

/**
 * The shell first: the same engine without what is around a page, as Playwright picks for tests without
 * a window. A panel is opened for half the processor time.
 */
const COMMANDS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]

/** Where systems put browsers that are on no PATH. */
const PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

const DOWNLOAD_WITHIN_MS = 300_000
const INSTALL = ['install', '--yes', '--no-install-recommends']

/** The path of a Chromium that is there already; null if there is none. */
export function presentChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const given = env['CHROMIUM_PATH']
  if (given !== undefined && given !== '') {
    if (isProgram(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which cannot be run.`)
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [
    playwrightChromium(),
    ...folders.flatMap((folder) => COMMANDS.map((command) => join(folder, process.platform === 'win32' ? `${command}.exe` : command))),
    ...(PLACES[process.platform] ?? []),
  ]
  return candidates.find((path) => path !== null && isProgram(path)) ?? null
}

/** Finds or gets a Chromium. Throws an error whose message is the one command that a person has to run. */
export function findChromium(report: (line: string) => void = (line) => console.error(line)): string {
  const present = presentChromium()
  if (present !== null) return present

  report('No Chromium found: downloading one for the browser tests…')
  const installer = join(packageFolder('playwright'), 'cli.js')
  runs(process.execPath, [installer, 'install', 'chromium'])
  const downloaded = playwrightChromium()
  if (downloaded !== null && isProgram(downloaded)) return downloaded

  if (process.platform === 'linux' && process.getuid?.() === 0 && runs('apt-get', ['--version'])) {
    report('It cannot be downloaded: asking the system’s package manager…')
    // Older systems do not have the shell alone.
    const install = () => ['chromium-headless-shell', 'chromium'].some((name) => runs('apt-get', [...INSTALL, name]))
    if (!install()) runs('apt-get', ['update']) && install()
    const installed = presentChromium()
    if (installed !== null) return installed
  }
  throw new Error(`The browser tests need a Chromium, and none could be had. Run once:\n\n    ${commandToRun()}\n`)
}

function commandToRun(): string {
  if (process.platform === 'linux') return 'sudo apt-get install chromium   # or set CHROMIUM_PATH to a Chromium or Chrome'
  return 'npx playwright install chromium   # or set CHROMIUM_PATH to a Chromium or Chrome'
}

function playwrightChromium(): string | null {
  try {
    return chromium.executablePath()
  } catch {
    return null
  }
}

function runs(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'], timeout: DOWNLOAD_WITHIN_MS, env }).status === 0
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

if (import.meta.main) {
  try {
    console.log(findChromium())
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
