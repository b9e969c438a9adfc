/**
 * The desktop app on the stand-in for Electron: how soon its window shows something, and what the process that goes on
 * answering holds once the window is closed. That process also holds the stand-in with Playwright, which is measured
 * alone and left out; Electron's own share is not in the figure, as its binary is not here.
 */
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { findChromium } from '../../tools/find-chromium.ts'
import { playDesktop, startPlayed } from '../support/desktop-shop.ts'
import { panelIsUp } from '../support/panel.ts'
import type { Bench } from './bench.ts'
import { percentile } from './http-load.ts'
import { residentMb, run } from './processes.ts'

const STARTS = 5
/** As for the headless hub, see `memory.ts`. */
const SETTLE_MS = 55_000

const emptyWindow = fileURLToPath(new URL('./empty-window.ts', import.meta.url))
const standIn = new URL('../support/electron-stand-in/register.ts', import.meta.url).href

/** In milliseconds since 1970. */
const firstPaintAt = (page: Page): Promise<number> =>
  page.evaluate(() => performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN))

/** From starting the process. */
async function firstPaintMs(): Promise<number> {
  const played = playDesktop()
  const startedAt = Date.now()
  const app = startPlayed(played)
  const page = await app.whenPage()
  await panelIsUp(page)
  const paintMs = (await firstPaintAt(page)) - startedAt
  await app.quit()
  played.remove()
  return paintMs
}

/** What the stand-in needs for a window with nothing in it. */
async function emptyWindowMs(): Promise<number> {
  const startedAt = Date.now()
  const app = run(['--import', standIn, emptyWindow], { STAND_IN_CHROMIUM: findChromium() })
  await app.line(/painted/)
  const paintMs = Date.now() - startedAt
  await app.stop()
  return paintMs
}

async function standInMb(): Promise<number> {
  const program = async (script: string): Promise<number> => {
    const idle = run([
      '--expose-gc',
      '--import',
      standIn,
      '--input-type=module',
      '-e',
      `${script}; console.log('ready'); setInterval(() => gc(), 500)`,
    ])
    await idle.line(/ready/)
    await setTimeout(2000)
    const held = residentMb(idle.process.pid ?? -1)
    await idle.stop()
    return held
  }
  return (await program("await import('electron')")) - (await program(''))
}

async function closedMb(log: (line: string) => void): Promise<number> {
  const played = playDesktop()
  const app = startPlayed(played)
  const page = await app.whenPage()
  await panelIsUp(page)
  const closed = page.waitForEvent('close')
  await app.ask({ call: 'close-window' })
  await closed
  await setTimeout(SETTLE_MS)
  const whole = residentMb(app.pid)
  await app.quit()
  played.remove()
  const foreign = await standInMb()
  log(`${whole.toFixed(0)} MB, of which the stand-in ${foreign.toFixed(0)}`)
  return whole - foreign
}

export const desktop: Bench = {
  name: 'desktop',
  async run({ isQuick, log }) {
    const times: number[] = []
    const empty: number[] = []
    for (let n = 0; n < (isQuick ? 3 : STARTS); n += 1) {
      times.push(await firstPaintMs())
      empty.push(await emptyWindowMs())
    }
    const [paint, floor] = [percentile(times, 0.5), percentile(empty, 0.5)]
    log(`first paint after ${paint.toFixed(0)} ms, an empty window's after ${floor.toFixed(0)}`)
    return [
      { bench: 'desktop', figure: 'first paint, times an empty window', value: paint / floor, unit: '', bound: null },
      {
        bench: 'desktop',
        figure: 'hub, window closed, without the stand-in',
        value: await closedMb(log),
        unit: 'MB',
        bound: { atMost: 150 },
      },
    ]
  },
}
