/**
 * The desktop host: one window over one hub. The window opens at once; its calls wait until the
 * hub is up.
 */
import { join } from 'node:path'
import { app, dialog, ipcMain, type MessagePortMain, powerMonitor, safeStorage, session } from 'electron'
import { errorMessage } from '../../src-shared/errors.ts'
import type { Hub, HubHost } from '../hub/host.ts'
import { type ProcessConfig, readProcessConfig } from '../hub/runtime/config.ts'
import { type KeptHub, keepHub } from '../keep-hub.ts'
import { startFailureText } from './failure-text.ts'
import { hardenApp, hardenSession } from './hardening.ts'
import { appendToLog } from './host-log.ts'
import { focusWindow, type MainWindow, openMainWindow } from './main-window.ts'
import { handOverPorts } from './port-handover.ts'
import { handleSchemes, registerSchemes } from './protocols.ts'
import { chooseSecretBox } from './secret-box.ts'

export interface DesktopLocations {
  preload: URL
  storageWorker: URL
  documentWorker: URL
  panelDirectory: string
}

export function runDesktop(createHub: (host: HubHost) => Hub, locations: DesktopLocations): void {
  let config: ProcessConfig
  try {
    config = readProcessConfig()
  } catch (error) {
    dialog.showErrorBox('Omni could not start', errorMessage(error))
    app.exit(1)
    return
  }
  const logFile = join(config.dataDirectory, 'logs', 'desktop.log')
  const log = (message: string): void => appendToLog(logFile, message)
  const developmentUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)

  // Chromium's own files, and the lock of the single instance, go with the data folder.
  app.setPath('userData', join(config.dataDirectory, 'desktop'))
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  app.enableSandbox()
  registerSchemes()
  hardenApp({ developmentUrl, log })

  let main: MainWindow | null = null
  const showWindow = (): void => {
    if (main !== null) {
      focusWindow(main.window)
      return
    }
    main = openMainWindow({ preload: locations.preload, stateFile: join(config.dataDirectory, 'window.json'), developmentUrl, log })
    main.window.on('closed', () => {
      main = null
    })
  }
  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  // Nothing runs unseen until there is a tray icon to show for it.
  app.on('window-all-closed', () => app.quit())

  const { promise: created, resolve: isCreated } = Promise.withResolvers<KeptHub>()
  let kept: KeptHub | null = null
  const running = async (): Promise<Hub> => (await created).running()
  const serve = async (port: MessagePortMain): Promise<void> => (await running()).servePort(port)

  app.whenReady().then(() => {
    hardenSession(session.defaultSession, { developmentUrl })
    handleSchemes({ panelDirectory: locations.panelDirectory, readMedia: async (id) => (await running()).readMedia(id) })
    handOverPorts({ ipcMain, developmentUrl, panel: () => main?.window.webContents ?? null, serve, log })
    powerMonitor.on('shutdown', () => app.quit())
    showWindow()

    const keep = (hub: Hub): KeptHub => {
      kept = keepHub(hub, {
        report: log,
        // The page's port leads to what was stopped; a page that is loaded again asks for another.
        onRestarted: () => main?.window.webContents.reload(),
        giveUp(line) {
          log(line)
          dialog.showErrorBox('Omni has to close', `${line}\n\nDetails are in ${logFile}`)
          app.exit(1)
        },
      })
      isCreated(kept)
      return kept
    }
    startHub(createHub, { config, locations, log, keep }).catch((error: unknown) => {
      log(`Start failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      const { title, body } = startFailureText(error, logFile)
      dialog.showErrorBox(title, body)
      app.exit(1)
    })
  })

  let isStopped = false
  let isStopping = false
  app.on('before-quit', (event) => {
    if (isStopped) return
    // The app ends when the hub has; a second Ctrl-C or Quit changes nothing about that.
    event.preventDefault()
    if (isStopping) return
    isStopping = true
    stopHub(kept, log).then((isClean) => {
      isStopped = true
      main?.saveState()
      app.exit(isClean ? 0 : 1)
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

interface StartContext {
  config: ProcessConfig
  locations: DesktopLocations
  log(message: string): void
  keep(hub: Hub): KeptHub
}

async function startHub(createHub: (host: HubHost) => Hub, context: StartContext): Promise<void> {
  const { config, locations, log, keep } = context
  const { box, warning } = chooseSecretBox(safeStorage, config.dataDirectory, process.platform)
  if (warning !== null) log(warning)
  const hub = createHub({
    kind: 'desktop',
    config,
    env: process.env,
    secretBox: box,
    storageWorker: locations.storageWorker,
    documentWorker: locations.documentWorker,
    panelDirectory: locations.panelDirectory,
  })
  await keep(hub).start()
}

/** Resolves to whether everything was closed in time. */
async function stopHub(kept: KeptHub | null, log: (message: string) => void): Promise<boolean> {
  if (kept === null) return true
  const stopped = await kept.stop()
  if (stopped.state === 'failed') log(`The hub did not stop cleanly: ${errorMessage(stopped.error)}`)
  if (stopped.state === 'late') log('The hub did not stop in time and was ended.')
  return stopped.state === 'done'
}
