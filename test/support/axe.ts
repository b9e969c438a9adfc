/** What would keep somebody from using a page, as axe sees it, in both themes. */
import axe, { type AxeResults, type RunOptions } from 'axe-core'
import type { Page } from 'playwright'
import { within } from '../../src-main/hub/runtime/within.ts'
import { settled } from './panel.ts'

/** A page is looked at in a few seconds. Whoever waits longer wants to know for what. */
const PATIENCE_MS = 60_000
/** A toast that is just fading away has the colours of nothing that stays. */
const CONTEXT = { exclude: ['.mantine-Notification-root'] }
/** Of what passed nobody asks for the places. */
const OPTIONS: RunOptions = { resultTypes: ['violations'] }

type Theme = 'light' | 'dark'

function barriers(theme: string, { violations }: AxeResults): string[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} in ${theme}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('\n')}`)
}

/** The panel follows the system; colours are measured when the last of them has changed. */
async function switchTo(page: Page, colorScheme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
}

async function look(page: Page, options: RunOptions): Promise<AxeResults> {
  await settled(page)
  const run = page.evaluate(([context, how]) => (globalThis as unknown as { axe: typeof axe }).axe.run(context, how), [
    CONTEXT,
    options,
  ] as const)
  const outcome = await within(PATIENCE_MS, run)
  if (outcome.state === 'late') throw new Error('axe did not come to an end.')
  if (outcome.state === 'failed') throw outcome.error
  return outcome.value
}

/**
 * The serious and critical barriers on this page, which is left in the other theme. Of the rules, only those
 * about colours can differ between the themes.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  if (!isThere) await page.evaluate(axe.source)
  const first = (await page.locator('html').getAttribute('data-mantine-color-scheme')) as Theme
  const second = first === 'light' ? 'dark' : 'light'
  const inFirst = await look(page, OPTIONS)
  await switchTo(page, second)
  const inSecond = await look(page, { ...OPTIONS, runOnly: ['color-contrast', 'link-in-text-block'] })
  return [...barriers(first, inFirst), ...barriers(second, inSecond)]
}
