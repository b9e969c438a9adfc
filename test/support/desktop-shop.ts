/** The desktop app on the stand-in, in a Linux desktop that the test plays, with a shop on a fake Evolution server. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { type StandInDesktop, startOnStandIn } from './desktop.ts'
import { newFolder, type PageWithClient, remove, withoutPanel } from './desktop-page.ts'
import type { FakeEvolution } from './evolution-server.ts'

/** `gdbus` of a session bus that the test plays. */
const bus = fileURLToPath(new URL('./electron-stand-in/desktop-bus', import.meta.url))

export interface PlayedDesktop {
  folder: string
  /** Where the session looks for what to start. */
  autostartFile: string
  env: Record<string, string>
  /** The desktop begins or ceases to have a place for icons; a shell that starts again knows of none. */
  showIcons(does: boolean): void
  remove(): void
}

export function playDesktop({ showsIcons = true }: { showsIcons?: boolean } = {}): PlayedDesktop {
  const folder = newFolder()
  const desktop = join(folder, 'played-desktop')
  const config = join(folder, 'config')
  mkdirSync(desktop)
  const showIcons = (does: boolean): void => {
    rmSync(join(desktop, 'items'), { recursive: true, force: true })
    if (does) writeFileSync(join(desktop, 'shows-icons'), '')
    else rmSync(join(desktop, 'shows-icons'), { force: true })
  }
  showIcons(showsIcons)
  return {
    folder,
    autostartFile: join(config, 'autostart', 'omni-desktop.desktop'),
    env: { STAND_IN_DESKTOP: desktop, PATH: `${bus}:${process.env['PATH'] ?? ''}`, XDG_CONFIG_HOME: config },
    showIcons,
    remove: () => remove(folder),
  }
}

export const startPlayed = ({ folder, env }: PlayedDesktop, args: string[] = [], more: Record<string, string> = {}): StandInDesktop =>
  startOnStandIn(folder, { ...env, ...more }, args)

/** Connects the shop from within the page, which has no panel any more. */
export async function connectShop(page: Page, evolution: FakeEvolution, isAnswering: boolean): Promise<void> {
  await withoutPanel(page)
  await page.evaluate(
    async ({ url, apiKey, isAnswering }) => {
      const hub = await (globalThis as unknown as PageWithClient).connectToHub()
      Object.assign(globalThis, { hub })
      await hub.instances.create({
        name: 'shop',
        displayName: 'Padaria Sol',
        channel: 'whatsapp',
        provider: 'evolution',
        isAnswering,
        house: { simpleGreeting: true },
        settings: { url },
        secrets: { apiKey },
        behaviour: { gatherWindowMs: 0, splitting: 'never' },
      })
      await hub.instances.connect({ name: 'shop' })
    },
    { url: evolution.url, apiKey: evolution.apiKey, isAnswering },
  )
  evolution.scan('shop')
  await page.evaluate(async () => {
    const { hub } = globalThis as unknown as { hub: Awaited<ReturnType<PageWithClient['connectToHub']>> }
    for await (const { state } of await hub.instances.watchConnection({ name: 'shop' })) if (state === 'connected') break
  })
}
