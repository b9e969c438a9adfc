/**
 * The desktop host: one hub, and a window over it when somebody wants to see it. The window opens at once;
 * its calls wait until the hub is up.
 */
import { join } from 'node:path'
import { app, crashReporter, dialog, ipcMain, Menu, type MessagePortMain, powerMonitor, safeStorage, session } from 'electron'
import { errorMessage } from '../../src-shared/errors.ts'
import type { Hub, HubHost } from '../hub/host.ts'
import { type ProcessConfig, readProcessConfig } from '../hub/runtime/config.ts'
import { type KeptHub, keepHub } from '../keep-hub.ts'
import { chooseAutostart } from './autostart/choose.ts'
import { type DesktopBackground, startBackground } from './background.ts'
import { hardenApp, hardenSession } from './hardening.ts'
import { appendToLog } from './host-log.ts'
import { openHostSettings } from './host-settings.ts'
import { HIDDEN, LINK_SCHEME, pageOfArguments, pageOfLink } from './links.ts'
import type { Lock } from './locked/ask.ts'
import { focusWindow, type MainWindow, openMainWindow, openPage } from './main-window.ts'
import { appMenu } from './menus/app-menu.ts'
import { handOverPorts } from './port-handover.ts'
import { desktopPowers } from './powers.ts'
import { handleSchemes, registerSchemes } from './protocols.ts'
import { chooseSecretBox } from './secret-box.ts'
import { startUntilUp } from './start-until-up.ts'
import { hubText, speak, t } from './words.ts'
import { zoom } from './zoom.ts'

export interface DesktopLocations {
  preload: URL
  storageWorker: URL
  documentWorker: URL
  backupWorker: URL
  panelDirectory: string
  /** The folder of the icons. */
  resources: string
}

/** By which Windows knows whose notifications and windows these are. */
const APP_ID = 'com.omni.desktop'

export function runDesktop(createHub: (host: HubHost) => Hub, locations: DesktopLocations): void {
  let config: ProcessConfig
  try {
    config = readProcessConfig()
  } catch (error) {
    void sayAndEnd(error)
    return
  }
  const inData = (...names: string[]): string => join(config.dataDirectory, ...names)
  const logFile = inData('logs', 'desktop.log')
  const log = (message: string): void => appendToLog(logFile, message)
  const developmentUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL']?.replace(/\/$/, '') ?? null)

  // Chromium's own files, and the lock of the single instance, go with the data folder.
  app.setPath('userData', inData('desktop'))
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  app.setPath('crashDumps', inData('crashes'))
  crashReporter.start({ uploadToServer: false })
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID)
  // Only an installed app: a developer's would take the links of the other.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.enableSandbox()
  registerSchemes()
  hardenApp({ developmentUrl, log })

  const settings = openHostSettings(inData('desktop.json'), log)
  let main: MainWindow | null = null
  let background: DesktopBackground | null = null
  const lock: Lock = { phrase: null, form: null, window: null }

  /** Shows the window, on this page if one is named. Before the app is ready, and while it is locked, the page is what it will begin with. */
  let firstPage: string | null = pageOfArguments(process.argv)
  const open = (href?: string): void => {
    if (background === null) {
      firstPage = href ?? firstPage ?? '/'
      return
    }
    if (main !== null) {
      if (href !== undefined) openPage(main.window, href)
      focusWindow(main.window)
    }
    if (lock.window !== null) {
      // There is nothing to see in the panel before the words were typed.
      firstPage = href ?? firstPage
      focusWindow(lock.window)
      return
    }
    if (main !== null) return
    const stateFile = inData('window.json')
    main = openMainWindow({ preload: locations.preload, stateFile, developmentUrl, href: href ?? '/', settings, log })
    main.window.on('closed', () => {
      main = null
    })
    background.windowOpened()
  }
  app.on('second-instance', (_event, argv) => {
    // Started with the computer a second time: nobody has asked to see anything.
    if (!argv.includes(HIDDEN)) open(pageOfArguments(argv) ?? undefined)
  })
  app.on('activate', () => open())
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const page = pageOfLink(url)
    if (page !== null) open(page)
  })
  app.on('window-all-closed', () => {
    background?.windowClosed().catch((error: unknown) => log(`The window was closed, and then: ${errorMessage(error)}`))
  })

  const { promise: created, resolve: isCreated } = Promise.withResolvers<KeptHub>()
  let kept: KeptHub | null = null
  const running = async (): Promise<Hub> => (await created).running()
  const serve = async (port: MessagePortMain): Promise<void> => (await running()).servePort(port)

  const menuActions = {
    openPage: (href: string) => open(href),
    zoom: (step: -1 | 0 | 1) => (main === null ? undefined : zoom(main.window.webContents, settings, step)),
    quit: () => app.quit(),
  }
  /** Everything that is said outside of the window, in the language of the panel. */
  const translate = async (): Promise<void> => {
    await speak(settings.now.window?.language ?? null, app.getPreferredSystemLanguages())
    Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(menuActions, process.platform, !app.isPackaged)))
    background?.changed()
  }

  const giveUp = (line: string): void => {
    log(line)
    dialog.showErrorBox(t('desktop:start.gaveUp'), t('desktop:start.gaveUpText', { line, log: logFile }))
    app.exit(1)
  }

  const begin = async (): Promise<void> => {
    hardenSession(session.defaultSession, { developmentUrl })
    handleSchemes({
      panelDirectory: locations.panelDirectory,
      readMedia: async (id) => (await running()).readMedia(id),
      lockedForm: () => lock.form,
    })
    handOverPorts({ ipcMain, developmentUrl, panel: () => main?.window.webContents ?? null, serve, log })
    powerMonitor.on('shutdown', () => app.quit())
    await translate()
    const autostart = chooseAutostart()
    try {
      autostart.refresh()
    } catch (error) {
      log(`The automatic start could not be renewed: ${errorMessage(error)}`)
    }
    const isHidden = firstPage === null && (process.argv.includes(HIDDEN) || isOpenedAtLogin())
    const living = startBackground({ settings, resources: locations.resources, window: () => main, open, log })
    background = living
    if (isHidden) void living.startedHidden()
    else open(firstPage ?? '/')

    const { box, missing, warning } = chooseSecretBox(safeStorage, config.dataDirectory, process.platform)
    if (warning !== null) log(warning)
    // When it is lost again, that is news.
    else if (settings.now.isToldOfKeyStore) settings.change({ isToldOfKeyStore: false })
    const hub = createHub({
      kind: 'desktop',
      config,
      env: process.env,
      secretBox: box,
      recoveryPhrase: () => lock.phrase,
      storageWorker: locations.storageWorker,
      documentWorker: locations.documentWorker,
      backupWorker: locations.backupWorker,
      panelDirectory: locations.panelDirectory,
      desktop: desktopPowers({
        settings,
        autostart,
        crashFolder: inData('crashes'),
        missingKeyStore: missing,
        hasTray: () => living.hasTray(),
        onChanged: () => void translate().catch((error: unknown) => log(errorMessage(error))),
      }),
    })
    const keeper = keepHub(hub, {
      report: log,
      onRestarted() {
        living.hubIsUp(hub.background())
        // The page's port leads to what was stopped; a page that is loaded again asks for another.
        main?.window.webContents.reload()
      },
      giveUp,
    })
    kept = keeper
    isCreated(keeper)
    const exitCode = await startUntilUp(keeper, {
      config,
      lock,
      panel: () => main?.window ?? null,
      showPanel() {
        if (main === null) open(firstPage ?? undefined)
        else {
          // A page that waited for minutes has given up on some of its calls.
          main.window.webContents.reload()
          open()
        }
      },
      log,
      logFile,
    })
    // Who quits while it starts has seen enough.
    if (isStopping) return
    if (exitCode === null) living.hubIsUp(hub.background())
    else app.exit(exitCode)
  }
  app
    .whenReady()
    .then(begin)
    .catch((error: unknown) => giveUp(error instanceof Error ? (error.stack ?? error.message) : String(error)))

  let isStopped = false
  let isStopping = false
  app.on('before-quit', (event) => {
    if (isStopped) return
    // The app ends when the hub has; a second Ctrl-C or Quit changes nothing about that.
    event.preventDefault()
    if (isStopping) return
    isStopping = true
    background?.stop()
    stopHub(kept, log).then((isClean) => {
      isStopped = true
      main?.saveState()
      app.exit(isClean ? 0 : 1)
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

/** macOS gives a login item no arguments. */
function isOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

/** Resolves to whether everything was closed in time. */
async function stopHub(kept: KeptHub | null, log: (message: string) => void): Promise<boolean> {
  if (kept === null) return true
  const stopped = await kept.stop()
  if (stopped.state === 'failed') log(`The hub did not stop cleanly: ${errorMessage(stopped.error)}`)
  if (stopped.state === 'late') log('The hub did not stop in time and was ended.')
  return stopped.state === 'done'
}

/** In the language of the system: which one was chosen is not known without the settings. */
async function sayAndEnd(error: unknown): Promise<void> {
  await app.whenReady()
  await speak(null, app.getPreferredSystemLanguages())
  dialog.showErrorBox(t('desktop:start.couldNot'), hubText(errorMessage(error)))
  app.exit(1)
}
