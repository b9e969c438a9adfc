/**
 * The desktop host: one window over one hub. The window opens at once; its calls wait until the
 * hub is up.
 */
import { join } from 'node:path'
import { app, dialog, ipcMain, type MessagePortMain, Notification, powerMonitor, safeStorage, session } from 'electron'
import { errorMessage } from '../../src-shared/errors.ts'
import { type ProcessConfig, readProcessConfig } from '../hub/config.ts'
import type { Hub, HubHost } from '../hub/host.ts'
import { within } from '../hub/within.ts'
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

/** Longer than the hub allows a send at a platform to finish; then the app ends all the same. */
const STOP_WITHIN_MS = 15_000

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
  surviveErrors(log, logFile)

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

  let hubIsUp: (hub: Hub) => void = () => undefined
  const up = new Promise<Hub>((resolve) => {
    hubIsUp = resolve
  })
  let starting: Promise<Hub> | null = null
  const serve = async (port: MessagePortMain): Promise<void> => (await up).servePort(port)

  app.whenReady().then(() => {
    hardenSession(session.defaultSession, { developmentUrl })
    handleSchemes({ panelDirectory: locations.panelDirectory, readMedia: async (id) => (await up).readMedia(id) })
    handOverPorts({ ipcMain, developmentUrl, panel: () => main?.window.webContents ?? null, serve, log })
    powerMonitor.on('shutdown', () => app.quit())
    showWindow()

    starting = startHub(createHub, { config, locations, log, showWindow })
    starting.then(hubIsUp, (error: unknown) => {
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
    stopHub(starting, log).then((isClean) => {
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
  showWindow(): void
}

async function startHub(createHub: (host: HubHost) => Hub, { config, locations, log, showWindow }: StartContext): Promise<Hub> {
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
    notify: (notification) => {
      if (!Notification.isSupported()) return
      const shown = new Notification(notification)
      shown.on('click', showWindow)
      shown.show()
    },
  })
  await hub.start()
  return hub
}

/** Resolves to whether everything was closed in time. */
async function stopHub(starting: Promise<Hub> | null, log: (message: string) => void): Promise<boolean> {
  if (starting === null) return true
  const stopped = await within(
    STOP_WITHIN_MS,
    starting.then((hub) => hub.stop()),
  )
  if (stopped.state === 'failed') log(`The hub did not stop cleanly: ${errorMessage(stopped.error)}`)
  if (stopped.state === 'late') log('The hub did not stop in time and was ended.')
  return stopped.state === 'done'
}

/**
 * The shop's conversations go on after an error that nobody expected: what is durable is safe, and
 * a closed app answers nobody. The user is told once.
 */
function surviveErrors(log: (message: string) => void, logFile: string): void {
  let hasTold = false
  process.on('unhandledRejection', (reason) => {
    log(`Unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`)
  })
  process.on('uncaughtException', (error) => {
    log(`Uncaught: ${error.stack ?? error.message}`)
    if (hasTold) return
    hasTold = true
    dialog.showErrorBox(
      'Something went wrong in Omni',
      `Omni keeps running. If it behaves oddly, start it again.\n\nDetails are in ${logFile}`,
    )
  })
}
