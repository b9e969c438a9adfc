/** Chromium, as tests, benches and pictures of the panel use it. */
import { type Browser, chromium } from 'playwright'
import { findChromium } from '../../tools/find-chromium.ts'

/** Where there is no graphics card, Chromium would imitate one: drawing without takes a quarter less time. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ['--disable-gpu'] })
}

let shared: Promise<Browser> | null = null

/**
 * The one Chromium of this process, for all its tests: they are kept apart by their contexts, which are
 * profiles of their own. It ends with the process. Another is launched if it broke.
 */
export async function sharedChromium(): Promise<Browser> {
  const running = await shared?.catch(() => null)
  if (running?.isConnected() !== true) shared = launchChromium()
  return shared as Promise<Browser>
}
