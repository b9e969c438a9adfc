/** What would keep somebody from using a page, as axe sees it, in both themes. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { within } from '../../src-main/hub/within.ts'
import { settled } from './panel.ts'

/** A page is looked at in a few seconds. Whoever waits longer wants to know for what. */
const PATIENCE_MS = 60_000

type Findings = Awaited<ReturnType<AxeBuilder['analyze']>>

function barriers(theme: string, { violations }: Findings): string[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} in ${theme}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('\n')}`)
}

/** The panel follows the system; colours are measured when the last of them has changed. */
async function switchTo(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
  await settled(page)
}

async function found(axe: AxeBuilder): Promise<Findings> {
  const outcome = await within(PATIENCE_MS, axe.analyze())
  if (outcome.state === 'late') throw new Error('axe did not come to an end.')
  if (outcome.state === 'failed') throw outcome.error
  return outcome.value
}

/** The serious and critical barriers on this page. Of the rules, only those about colours can differ between the themes. */
export async function findBarriers(page: Page): Promise<string[]> {
  await switchTo(page, 'light')
  // A toast that is just fading away has the colours of nothing that stays.
  // Without frames there is nothing to gather in a page of its own, and of what passed nobody asks for the places.
  const look = () =>
    new AxeBuilder({ page })
      .exclude('.mantine-Notification-root')
      .options({ resultTypes: ['violations'] })
      .setLegacyMode()
  const light = await found(look())
  await switchTo(page, 'dark')
  const dark = await found(look().withRules(['color-contrast', 'link-in-text-block']))
  await switchTo(page, 'light')
  return [...barriers('light', light), ...barriers('dark', dark)]
}
