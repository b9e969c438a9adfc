/** The Chromium behind all windows: started with the first, reachable for the test through the same port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright'

export interface RunningChromium {
  endpoint: string
  browser: Browser
  context: BrowserContext
}

let running: Promise<RunningChromium> | null = null
let child: ChildProcess | null = null

/** `userData` keeps its profile, as it does Electron's. */
export function getChromium(userData: string): Promise<RunningChromium> {
  running ??= start(join(userData, 'chromium'))
  return running
}

/** Synchronous, as the last thing a process does. */
export function killChromium(): void {
  child?.kill('SIGKILL')
  child = null
}

async function start(profile: string): Promise<RunningChromium> {
  const program = process.env['STAND_IN_CHROMIUM']
  if (program === undefined) throw new Error('STAND_IN_CHROMIUM must name a Chromium.')
  const isRoot = process.getuid?.() === 0
  child = spawn(
    program,
    [
      '--headless=new',
      '--remote-debugging-port=0',
      // Not used but for its end: when this process dies, however, the pipe breaks and Chromium goes too.
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      // Electron's ports have a `close` event, which Chromium's have only behind this.
      '--enable-blink-features=MessagePortCloseEvent',
      '--no-first-run',
      '--no-startup-window',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  const endpoint = await devToolsEndpoint(child)
  const browser = await chromium.connectOverCDP(endpoint)
  const context = browser.contexts()[0] ?? (await browser.newContext())
  return { endpoint, browser, context }
}

function devToolsEndpoint(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    process.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const endpoint = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (endpoint !== undefined) resolve(endpoint)
    })
    process.once('error', reject)
    process.once('exit', (code) => reject(new Error(`Chromium ended (${code}): ${said.slice(-2000)}`)))
  })
}
