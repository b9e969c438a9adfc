/** What most browser tests begin and end with: a browser, and a panel in it. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchChromium, openPanel, type Panel, type PanelOptions } from './panel.ts'

type Use = (panel: Panel) => void | Promise<void>
/** Asked when the panel is opened, so that it can name what earlier hooks have made. */
type Options = () => PanelOptions

/** A new installation and its panel for every test, in one browser. `use` gets it before the test. */
export function panelForEach(use: Use, options: Options = () => ({})): void {
  let browser: Browser
  let panel: Panel
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    panel = await openPanel(browser, options())
    await use(panel)
  })
  afterEach(() => panel.close())
}

/** One installation and its panel for all the tests. `use` gets it before the first. */
export function panelForAll(use: Use, options: Options = () => ({})): void {
  let browser: Browser
  let panel: Panel
  beforeAll(async () => {
    browser = await launchChromium()
    panel = await openPanel(browser, options())
    await use(panel)
  })
  afterAll(async () => {
    await panel.close()
    await browser.close()
  })
}
