/** What most browser tests begin and end with: a panel. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { openPanel, type Panel, type PanelOptions } from './panel.ts'

type Use = (panel: Panel) => void | Promise<void>
/** Asked when the panel is opened, so that it can name what earlier hooks have made. */
type Options = () => PanelOptions

/** A new installation and its panel for every test. `use` gets it before the test. */
export function panelForEach(use: Use, options: Options = () => ({})): void {
  let panel: Panel
  beforeEach(async () => {
    panel = await openPanel(options())
    await use(panel)
  })
  afterEach(() => panel.close())
}

/** One installation and its panel for all the tests. `use` gets it before the first. */
export function panelForAll(use: Use, options: Options = () => ({})): void {
  let panel: Panel
  beforeAll(async () => {
    panel = await openPanel(options())
    await use(panel)
  })
  afterAll(() => panel.close())
}
