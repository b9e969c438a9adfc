/** What a person sees of the panel, for tests of whatever carries it. */
import type { Page } from 'playwright-core'
import { shell } from '../../src-renderer/i18n/en/shell.ts'

/** Resolves when the panel is drawn. */
export async function panelIsUp(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Home' }).first().waitFor()
}

/** Resolves when the panel of a new installation shows what only the hub can have told it. */
export async function panelHasData(page: Page): Promise<void> {
  await panelIsUp(page)
  await page.getByText(shell.nothingConnected).first().waitFor()
}
