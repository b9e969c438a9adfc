/**
 * Pictures every page of the panel, in both themes, from a small shop in the middle of its day:
 * `npm run screenshots -- [--only <part of a name>] [--out <folder>] [--theme light|dark] [--size 1920x1080]`.
 * They go to `out/screenshots`, which git ignores. `--docs` takes only the pictures that README.md and docs/*.md
 * show, into `docs/screenshots`, and removes the ones they no longer show.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ChannelDriver } from '../src-main/hub/channels/port.ts'
import { sharedChromium } from '../test/support/browser.ts'
import { type FakeEvolution, startEvolutionServer } from '../test/support/evolution-server.ts'
import { openPanel, type Panel, settled } from '../test/support/panel.ts'
import { createScriptedChannel } from '../test/support/scripted-channel.ts'
import { ensureBuilt } from './build.ts'
import { newcomerPictures, type Picture, shopPictures } from './screenshots/pages.ts'
import { createScriptedAgent } from './screenshots/scripted-agent.ts'
import { openShop, type Shop } from './screenshots/shop.ts'
import { shownInDocs } from './screenshots/shown-in-docs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    out: { type: 'string' },
    docs: { type: 'boolean', default: false },
    theme: { type: 'string' },
    size: { type: 'string' },
  },
})
const folder = options.out ?? join(root, options.docs ? 'docs/screenshots' : 'out/screenshots')
/** File names; null: every picture. */
const shown = options.docs ? shownInDocs(root) : null
const THEMES = (['light', 'dark'] as const).filter((theme) => options.theme === undefined || options.theme === theme)
const LARGE = { width: 1440, height: 900 }
const SMALL = { width: 1024, height: 640 }
const [width, height] = (options.size ?? '').split('x').map(Number)
/** Of all pictures, where one is asked for. */
const ONE_SIZE = width && height ? [{ width, height }] : null
const NO_SHOP: Shop = {
  liveConversationId: '',
  doubtfulConversationId: '',
  mediaConversationId: '',
  cardsConversationId: '',
  heldConversationId: '',
  quietConversationId: '',
  answeredTraceId: '',
  failedTraceId: '',
  end: () => undefined,
}

const taken = new Set<string>()
const failed: string[] = []

/** What one picture is taken of: each theme, at each size, as far as it was asked for. */
function shotsOf(picture: Picture) {
  const sizes = ONE_SIZE ?? (picture.isSmallToo ? [LARGE, SMALL] : [LARGE])
  return THEMES.flatMap((theme) =>
    sizes.map((size) => ({ theme, size, file: `${picture.name}${size === SMALL ? '-1024' : ''}-${theme}.png` })),
  ).filter(({ file }) => shown === null || shown.has(file))
}

const wanted = (pictures: Picture[]) => pictures.filter((picture) => picture.name.includes(options.only) && shotsOf(picture).length > 0)

async function take(panel: Panel, evolution: FakeEvolution, picture: Picture, shop: Shop): Promise<void> {
  const { page, omni } = panel
  const go = async (path: string) => {
    // From a blank page, so that no dialog, scroll position or focus of the last picture is left.
    await page.goto('about:blank')
    await page.goto(`${omni.url}/#${path}`)
    await page.evaluate("sessionStorage.clear(); localStorage.removeItem('omni.drafts')")
    await page.reload()
  }
  for (const { theme, size, file } of shotsOf(picture)) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.setViewportSize(size)
    await picture.show({ page, panel: omni.panel, evolution, go }, shop)
    await settled(page)
    await page.screenshot({ path: join(folder, file), caret: 'initial' })
    taken.add(file)
  }
}

/** A picture that cannot be taken costs none of the others. */
async function takeAll(panel: Panel, evolution: FakeEvolution, pictures: Picture[], shop: Shop): Promise<void> {
  for (const picture of pictures) {
    try {
      await take(panel, evolution, picture, shop)
      console.log(picture.name)
    } catch (error) {
      failed.push(picture.name)
      console.error(`${picture.name} could not be taken: ${error instanceof Error ? error.message : error}`)
    }
  }
}

async function withPanel(run: (panel: Panel, evolution: FakeEvolution) => Promise<void>, drivers: ChannelDriver[] = []) {
  const evolution = await startEvolutionServer({ acknowledgesSends: true })
  const panel = await openPanel({ agents: createScriptedAgent(), drivers, context: { timezoneId: 'America/Sao_Paulo', viewport: LARGE } })
  try {
    await run(panel, evolution)
  } finally {
    // A picture that could not be taken is what matters, not what the page thought of it.
    panel.forgive(/./)
    await panel.close()
    await evolution.stop()
  }
}

ensureBuilt(console.log)
mkdirSync(folder, { recursive: true })
try {
  if (wanted(newcomerPictures).length > 0) {
    await withPanel((panel, evolution) => takeAll(panel, evolution, wanted(newcomerPictures), NO_SHOP))
  }
  if (wanted(shopPictures).length > 0) {
    const phone = createScriptedChannel()
    await withPanel(
      async (panel, evolution) => {
        const shop = await openShop(panel.omni.panel, evolution, phone)
        await takeAll(panel, evolution, wanted(shopPictures), shop)
        shop.end()
      },
      [phone.driver],
    )
  }
  // Pictures of pages that are gone or have another name now. After a failure nobody knows which these are.
  if (options.only === '' && options.theme === undefined && failed.length === 0) {
    for (const file of readdirSync(folder)) if (file.endsWith('.png') && !taken.has(file)) rmSync(join(folder, file))
  }
  const missing = options.only === '' && options.theme === undefined ? [...(shown ?? [])].filter((file) => !taken.has(file)) : []
  if (missing.length > 0) console.error(`The documents show pictures that nobody takes: ${missing.join(', ')}.`)
  if (failed.length > 0) console.error(`Not taken: ${failed.join(', ')}.`)
  if (missing.length + failed.length > 0) process.exitCode = 1
} finally {
  await (await sharedChromium()).close()
}
