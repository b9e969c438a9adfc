/**
 * Pictures every page of the panel, in both themes, from a small shop in the middle of its day:
 * `npm run screenshots -- [--only <part of a name>] [--out <folder>] [--theme light|dark] [--size 1920x1080]`.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ChannelDriver } from '../src-main/hub/channels/port.ts'
import { sharedChromium } from '../test/support/browser.ts'
import { startEvolutionServer } from '../test/support/evolution-server.ts'
import { openPanel, type Panel, settled } from '../test/support/panel.ts'
import { createScriptedChannel } from '../test/support/scripted-channel.ts'
import { ensureBuilt } from './build.ts'
import { newcomerPictures, type Picture, shopPictures } from './screenshots/pages.ts'
import { createScriptedAgent } from './screenshots/scripted-agent.ts'
import { openShop, type Shop } from './screenshots/shop.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    out: { type: 'string', default: fileURLToPath(new URL('../docs/screenshots', import.meta.url)) },
    theme: { type: 'string' },
    size: { type: 'string' },
  },
})
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

const wanted = (pictures: Picture[]) => pictures.filter(({ name }) => name.includes(options.only))

async function take(
  panel: Panel,
  evolution: Awaited<ReturnType<typeof startEvolutionServer>>,
  picture: Picture,
  shop: Shop,
): Promise<void> {
  const { page, omni } = panel
  const go = async (path: string) => {
    // From a blank page, so that no dialog, scroll position or focus of the last picture is left.
    await page.goto('about:blank')
    await page.goto(`${omni.url}/#${path}`)
    await page.evaluate("sessionStorage.clear(); localStorage.removeItem('omni.drafts')")
    await page.reload()
  }
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const size of ONE_SIZE ?? (picture.isSmallToo ? [LARGE, SMALL] : [LARGE])) {
      await page.setViewportSize(size)
      await picture.show({ page, panel: omni.panel, evolution, go }, shop)
      await settled(page)
      const suffix = size === SMALL ? '-1024' : ''
      const file = `${picture.name}${suffix}-${theme}.png`
      await page.screenshot({ path: join(options.out, file), caret: 'initial' })
      taken.add(file)
    }
  }
  console.log(picture.name)
}

async function withPanel(
  run: (panel: Panel, evolution: Awaited<ReturnType<typeof startEvolutionServer>>) => Promise<void>,
  drivers: ChannelDriver[] = [],
) {
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
mkdirSync(options.out, { recursive: true })
try {
  if (wanted(newcomerPictures).length > 0) {
    await withPanel(async (panel, evolution) => {
      for (const picture of wanted(newcomerPictures)) await take(panel, evolution, picture, NO_SHOP)
    })
  }
  if (wanted(shopPictures).length > 0) {
    const phone = createScriptedChannel()
    await withPanel(
      async (panel, evolution) => {
        const shop = await openShop(panel.omni.panel, evolution, phone)
        for (const picture of wanted(shopPictures)) await take(panel, evolution, picture, shop)
        shop.end()
      },
      [phone.driver],
    )
  }
  // Pictures of pages that are gone or are called otherwise now.
  if (options.only === '' && options.theme === undefined) {
    for (const file of readdirSync(options.out)) if (file.endsWith('.png') && !taken.has(file)) rmSync(join(options.out, file))
  }
} finally {
  await (await sharedChromium()).close()
}
