/**
 * What a person at the panel feels, in Chromium against a hub with a busy office's data: how soon
 * there is something to see and to use, how long a click takes, whether answers flow, and whether
 * an hour of it makes the page heavy.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright'
import { launchChromium } from '../support/browser.ts'
import type { Bench, Figure } from './bench.ts'
import { percentile } from './http-load.ts'
import type { Order } from './panel/host.ts'
import { COMMON_WORD, fillOffice, LONG_TALKER, RARE_WORD } from './panel/office.ts'
import type { Stopwatch } from './panel/stopwatch.ts'
import { run, type Spawned } from './processes.ts'
import { withFolder } from './with-folder.ts'

const STARTS = 5
const STREAMS = 20
const DELTAS = 150
const SEARCHES = [RARE_WORD, COMMON_WORD, 'Teresa', 'saturday open', 'almeida', 'big cake', '551190000', 'no. 12345', 'street']

const pageScript = async (): Promise<string> => {
  const entry = fileURLToPath(new URL('panel/in-page.ts', import.meta.url))
  const built = await build({ entryPoints: [entry], bundle: true, format: 'iife', write: false })
  return built.outputFiles[0]?.text ?? ''
}

/** What the browser keeps of a login, for other contexts: the link works once. */
async function signIn(browser: Browser, link: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await page.waitForFunction(() => localStorage.getItem('omni.session') !== null)
  const state = await context.storageState()
  await context.close()
  return state
}

/** Calls the stopwatch within the page. */
const inPage = <T>(page: Page, call: (stopwatch: Stopwatch, argument: string) => T, argument = ''): Promise<Awaited<T>> =>
  page.evaluate(`(${call})(stopwatch, ${JSON.stringify(argument)})`) as Promise<Awaited<T>>

async function until(page: Page, call: (stopwatch: Stopwatch) => boolean): Promise<void> {
  await page.waitForFunction(call as (stopwatch: unknown) => boolean, await page.evaluateHandle('stopwatch'))
}

/** A new context has nothing cached, as after an update of the program. */
async function starts(newContext: () => Promise<BrowserContext>, origin: string): Promise<Figure[]> {
  const paints: number[] = []
  const usable: number[] = []
  for (let n = 0; n < STARTS; n += 1) {
    const context = await newContext()
    const page = await context.newPage()
    await page.goto(`${origin}/#/conversations`)
    await until(page, (watch) => watch.inboxUsableAt !== null)
    usable.push(await inPage(page, (watch) => watch.inboxUsableAt ?? Number.NaN))
    paints.push(await inPage(page, (watch) => watch.firstPaintAt() ?? Number.NaN))
    await context.close()
  }
  return [
    { bench: 'panel', figure: `first paint (median of ${STARTS})`, value: percentile(paints, 0.5), unit: 'ms', bound: { atMost: 1000 } },
    { bench: 'panel', figure: `inbox usable (median of ${STARTS})`, value: percentile(usable, 0.5), unit: 'ms', bound: { atMost: 1500 } },
  ]
}

/** The first opening of the long conversation in a page, so that nothing of it was read before. */
async function opening(page: Page, origin: string, length: number): Promise<Figure> {
  const times: number[] = []
  for (let n = 0; n < STARTS; n += 1) {
    await page.goto(`${origin}/#/conversations`)
    await page.reload()
    await page.getByRole('link').filter({ hasText: LONG_TALKER }).waitFor()
    times.push(await inPage(page, (watch, name) => watch.open(name), LONG_TALKER))
  }
  const value = percentile(times, 0.5)
  return { bench: 'panel', figure: `opening a conversation of ${length} messages`, value, unit: 'ms', bound: { atMost: 150 } }
}

async function searching(page: Page, log: (line: string) => void): Promise<Figure> {
  const times: number[] = []
  for (const words of SEARCHES) {
    const time = await inPage(page, (watch, text) => watch.search(text), words)
    log(`"${words}" ${time.toFixed(0)} ms`)
    times.push(time)
    await page.getByRole('searchbox').first().fill('')
    await until(page, (watch) => watch.isSearchEmpty())
  }
  return {
    bench: 'panel',
    figure: `search, the slowest of ${SEARCHES.length}`,
    value: Math.max(...times),
    unit: 'ms',
    bound: { atMost: 100 },
  }
}

async function streaming(page: Page, origin: string, host: Spawned, tell: (order: Order) => void): Promise<Figure[]> {
  tell({ do: 'stream', conversations: STREAMS, deltas: DELTAS })
  const [, list = ''] = await host.line(/"streaming":(\[[^\]]*\])/)
  const ids = JSON.parse(list) as string[]
  await page.goto(`${origin}/#/conversations/${ids[0]}`)
  const answer = page.getByRole('article', { name: 'Leo is answering' })
  await answer.waitFor()
  await inPage(page, (watch) => watch.frames())
  await host.line(/"written":(\d+)/)
  const frames = await inPage(page, (watch) => watch.frames())
  let lost = 0
  for (const id of ids) {
    await inPage(page, (watch, hash) => watch.goTo(hash), `#/conversations/${id}`)
    await answer.filter({ hasText: `${DELTAS - 1}` }).waitFor()
    const seen = new Set((await answer.locator('p').first().textContent())?.split(/\s+/))
    for (let n = 0; n < DELTAS; n += 1) if (!seen.has(String(n))) lost += 1
  }
  tell({ do: 'finish' })
  const seconds = frames.reduce((sum, time) => sum + time, 0) / 1000
  return [
    {
      bench: 'panel',
      figure: `${STREAMS} answers at 50 deltas/s: frames per second`,
      value: frames.length / seconds,
      unit: '/s',
      bound: { atLeast: 55 },
    },
    { bench: 'panel', figure: 'longest frame meanwhile', value: Math.max(...frames), unit: 'ms', bound: null },
    { bench: 'panel', figure: 'deltas lost', value: lost, unit: '', bound: { atMost: 0 } },
  ]
}

async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1024 / 1024
}

export const panel: Bench = {
  name: 'panel',
  run: ({ isQuick, log }) =>
    withFolder(async (folder) => {
      const office = isQuick
        ? { conversations: 5000, messages: 50_000, longest: 2000 }
        : { conversations: 100_000, messages: 1_000_000, longest: 10_000 }
      const filledAt = performance.now()
      await fillOffice(folder, office)
      log(`${office.messages} messages written and made searchable in ${((performance.now() - filledAt) / 1000).toFixed(0)} s`)
      const host = run(['test/bench/panel/host.ts'], { OMNI_DATA_DIR: folder, OMNI_PORT: '0', OMNI_LOG_LEVEL: 'error' })
      const tell = (order: Order) => host.process.stdin?.write(`${JSON.stringify(order)}\n`)
      const [, link = ''] = await host.line(/"link":"([^"]+)"/)
      const { origin } = new URL(link)
      const browser = await launchChromium()
      try {
        const content = await pageScript()
        const signedIn = await signIn(browser, link)
        const newContext = async () => {
          const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', storageState: signedIn })
          await context.addInitScript({ content })
          return context
        }
        const figures = await starts(newContext, origin)
        const page = await (await newContext()).newPage()
        figures.push(await opening(page, origin, office.longest))
        figures.push(await searching(page, log))
        figures.push(...(await streaming(page, origin, host, tell)))
        const turns = isQuick ? 600 : 3600
        tell({ do: 'talk', turns, perSecond: 60 })
        await host.line(/"talked":(\d+)/)
        figures.push({
          bench: 'panel',
          figure: `heap after ${turns} turns, an hour's at one a second`,
          value: await heapMb(page),
          unit: 'MB',
          bound: { atMost: 150 },
        })
        return figures
      } finally {
        await browser.close()
        await host.stop()
      }
    }),
}
