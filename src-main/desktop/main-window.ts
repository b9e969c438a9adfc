/** The one window: the panel, where it was left. */
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { PANEL_ORIGIN } from './addresses.ts'
import type { HostSettingsFile } from './host-settings.ts'
import { offerContextMenu } from './menus/offer-context-menu.ts'
import { pagePowers } from './page-powers.ts'
import { MIN_SIZE, openingBounds, readWindowState, saveWindowState } from './window-state.ts'
import { keepZoom } from './zoom.ts'

export interface MainWindowOptions {
  preload: URL
  stateFile: string
  developmentUrl: string | null
  /** The page of the panel to begin with, `/conversations/01ABC`. */
  href: string
  settings: HostSettingsFile
  log(message: string): void
}

/** Changes of place and size are written after they have settled. */
const SAVE_AFTER_MS = 500
/** A page that keeps crashing is not reloaded forever. */
const MAX_CRASHES = 3
const CRASHES_WITHIN_MS = 60_000

export interface MainWindow {
  window: BrowserWindow
  /** For an app that ends without closing its window. */
  saveState(): void
}

export function openMainWindow({ preload, stateFile, developmentUrl, href, settings, log }: MainWindowOptions): MainWindow {
  const saved = readWindowState(stateFile)
  const bounds = openingBounds(
    saved,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Omni Desktop',
    // Shown once there is something to see, instead of a white flash.
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101413' : '#f7f8f8',
    webPreferences: pagePowers(fileURLToPath(preload), app.isPackaged),
  })
  if (saved?.isMaximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  const saveState = keepState(window, stateFile, log)
  reloadAfterCrash(window, log)
  keepZoom(window.webContents, settings)
  offerContextMenu(window)
  window.loadURL(`${developmentUrl ?? PANEL_ORIGIN}/#${href}`).catch((error: unknown) => {
    // Who closes the window while it is loading has not met with a failure.
    if (!window.isDestroyed()) log(`The panel could not be loaded: ${String(error)}`)
  })
  return { window, saveState }
}

/** Puts another page into an open window, which asks first if something on this one is not saved. */
export function openPage(window: BrowserWindow, href: string): void {
  window.webContents.send('omni:open', href)
}

/** Brings the window before the user, wherever it is hiding. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function keepState(window: BrowserWindow, file: string, log: (message: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const save = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    const failure = saveWindowState(file, { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
    if (failure !== null) log(`The place of the window could not be saved: ${failure.message}`)
  }
  const saveSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(save, SAVE_AFTER_MS)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', save)
  window.on('closed', () => clearTimeout(timer))
  return save
}

function reloadAfterCrash(window: BrowserWindow, log: (message: string) => void): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log(`The panel's process ended: ${reason}`)
    const now = Date.now()
    crashes = [...crashes.filter((at) => now - at < CRASHES_WITHIN_MS), now]
    if (reason !== 'clean-exit' && crashes.length <= MAX_CRASHES && !window.isDestroyed()) window.reload()
  })
}
