/** The page of the desktop's window with a client of our own in it, and the folders of a desktop test. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContractRouterClient } from '@orpc/contract'
import type { Page } from 'playwright'
import type { contract } from '../../src-shared/contract/index.ts'
import { portClientScript } from './port-client.ts'

/** What {@link portClientScript} puts into a page. */
export interface PageWithClient {
  requestPort(): Promise<MessagePortLike>
  connectToHub(): Promise<ContractRouterClient<typeof contract>>
}
interface MessagePortLike {
  addEventListener(type: 'close', listener: () => void): void
}

/**
 * Puts the window on a page of the panel's origin on which the panel itself does not run, with a
 * client of our own: two clients in one page would take each other's port away.
 */
export async function withoutPanel(page: Page): Promise<void> {
  const script = readdirSync(fileURLToPath(new URL('../../out/renderer/assets', import.meta.url))).find((name) => name.endsWith('.js'))
  await page.goto(new URL(`/assets/${script}`, page.url()).href)
  await page.evaluate(await portClientScript())
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'omni-desktop-'))
}
export function remove(folder: string): void {
  // A browser's helper processes may outlive it for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
export const hostLog = (folder: string): string => contents(join(folder, 'logs', 'desktop.log'))
export function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
