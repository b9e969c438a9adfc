/** The small window that asks for the recovery phrase while the hub cannot start. */
import { app, BrowserWindow, nativeTheme } from 'electron'
import { LOCKED_ORIGIN } from '../addresses.ts'
import { offerContextMenu } from '../menus/offer-context-menu.ts'
import { pagePowers } from '../page-powers.ts'
import type { LockedForm } from './form.ts'

const SIZE = { width: 560, height: 560, minWidth: 340, minHeight: 480 }

interface Place {
  /** The window that it belongs to. */
  over: BrowserWindow | null
  /** The phrase was right: what comes in its stead is shown first, so that the app is never without a window. */
  beforeClose(): void
  log(message: string): void
}

/** Shows it until its form has ended, or it is closed. */
export async function askInWindow(form: LockedForm, { over, beforeClose, log }: Place): Promise<'tried' | 'closed'> {
  const window = new BrowserWindow({
    ...SIZE,
    ...(over === null ? {} : { parent: over }),
    title: 'Omni Desktop',
    show: false,
    autoHideMenuBar: true,
    fullscreenable: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1311' : '#fafcfb',
    // What is typed there must not be looked up by any checker of spelling.
    webPreferences: { ...pagePowers(null, app.isPackaged), spellcheck: false },
  })
  window.once('ready-to-show', () => window.show())
  offerContextMenu(window)
  const closed = new Promise<'closed'>((resolve) => window.once('closed', () => resolve('closed')))
  window.loadURL(`${LOCKED_ORIGIN}/`).catch((error: unknown) => {
    if (!window.isDestroyed()) log(`The page for the recovery phrase could not be loaded: ${String(error)}`)
  })
  const outcome = await Promise.race([form.ended, closed])
  if (outcome === 'tried') beforeClose()
  if (!window.isDestroyed()) window.destroy()
  return outcome
}
