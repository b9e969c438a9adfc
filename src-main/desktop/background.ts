/**
 * What goes on while no window is open: the tray, notifications, the badge, sleep and wake, and the way in
 * which a window is closed.
 */
import { app, dialog, Notification, powerMonitor } from 'electron'
import type { LiveFrame } from '../../src-shared/contract/live.ts'
import { errorMessage } from '../../src-shared/errors.ts'
import type { Background, HubStatus } from '../hub/background.ts'
import { realTimers } from '../hub/runtime/timers.ts'
import { showBadge } from './badge.ts'
import type { HostSettingsFile } from './host-settings.ts'
import { createHubWatch } from './hub-watch.ts'
import { createKeepAwake } from './keep-awake.ts'
import type { MainWindow } from './main-window.ts'
import { createNativeNotifications } from './telling/native-notifications.ts'
import { createTelling } from './telling/turn.ts'
import { faceOf } from './tray/status-line.ts'
import { createTray } from './tray/tray.ts'
import { watchTray } from './tray/watch-tray.ts'
import { t } from './words.ts'

interface Surroundings {
  settings: HostSettingsFile
  resources: string
  window(): MainWindow | null
  open(href?: string): void
  log(message: string): void
}

export interface DesktopBackground {
  /** The hub is up, for the first time or again. */
  hubIsUp(background: Background): void
  windowOpened(): void
  /** Says what becomes of a closed window, or asks; quits the app where nobody wants it to go on. */
  windowClosed(): Promise<void>
  /** It was started without a window. */
  startedHidden(): Promise<void>
  /** A setting, or the language. */
  changed(): void
  hasTray(): Promise<boolean>
  stop(): void
}

export function startBackground({ settings, resources, window, open, log }: Surroundings): DesktopBackground {
  let hub: Background | null = null
  let status: HubStatus | null = null

  const telling = createTelling({ who: () => settings.now.window?.who ?? '', canNotify: Notification.isSupported() })
  const notifications = createNativeNotifications({
    memory: () => settings.now.window,
    isOurs: () => window() === null && telling.isOurs,
    accountName: (name) => hub?.accountName(name) ?? name,
    open,
  })
  const tray = createTray(resources, {
    open: () => open(),
    pauseAll: () => act((running) => running.pauseAnswering()),
    resumeAll: () => act(resumeAll),
    quit: () => app.quit(),
  })
  const keepAwake = createKeepAwake()
  const trayWatch = watchTray({
    isSeen: () => tray.isSeen(),
    onLost: () => notifications.tell(t('desktop:closed.title'), t('desktop:closed.trayLost')),
    timers: realTimers,
  })
  // Elsewhere than on Linux it cannot vanish.
  const lookForTray = (isSeen: boolean) => {
    if (process.platform === 'linux') trayWatch.begin(isSeen)
  }

  const watch = createHubWatch({
    onStatus(next) {
      status = next
      draw()
    },
    onFrame: (frame: LiveFrame) => notifications.notice(frame),
    log,
  })

  function draw(): void {
    tray.show(faceOf(status), status?.isPaused === true)
    showBadge(status?.waiting ?? 0, window()?.window ?? null, resources)
    keepAwake.update(settings.now.keepsAwake, status?.connected ?? 0)
  }

  function act(work: (running: Background) => Promise<void>): void {
    if (hub === null) return
    work(hub)
      .catch((error: unknown) => log(`What was chosen in the tray failed: ${errorMessage(error)}`))
      .then(() => watch.refresh())
  }

  async function resumeAll(running: Background): Promise<void> {
    const failed = await running.resumeAnswering()
    if (failed.length === 0) return
    const lines = failed.map((one) => t('desktop:resumeFailed.line', one))
    notifications.tell(t('desktop:resumeFailed.title'), lines.join('\n'), '/instances')
  }

  function sayOnce(text: string): void {
    if (settings.now.isToldOfTray) return
    settings.change({ isToldOfTray: true })
    if (Notification.isSupported()) notifications.tell(t('desktop:closed.title'), text)
    else void dialog.showMessageBox({ type: 'info', message: t('desktop:closed.title'), detail: text })
  }

  powerMonitor.on('resume', () => hub?.wake())

  return {
    hubIsUp(background) {
      hub = background
      watch.follow(background)
      telling.follow(background)
    },
    windowOpened() {
      trayWatch.end()
      telling.leave()
      draw()
    },
    async windowClosed() {
      telling.take()
      const isSeen = await tray.isSeen()
      if (window() !== null) return
      lookForTray(isSeen)
      if (isSeen) {
        sayOnce(t('desktop:closed.text'))
        return
      }
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message: t('desktop:closed.askTitle'),
        detail: t('desktop:closed.askText'),
        buttons: [t('desktop:closed.keep'), t('desktop:closed.quit')],
        defaultId: 0,
        cancelId: 0,
      })
      if (response === 1 && window() === null) app.quit()
    },
    async startedHidden() {
      telling.take()
      const isSeen = await tray.isSeen()
      if (window() !== null) return
      lookForTray(isSeen)
      if (!isSeen) sayOnce(t('desktop:closed.textNoTray'))
    },
    changed: draw,
    hasTray: () => tray.isSeen(),
    stop() {
      trayWatch.end()
      telling.leave()
      watch.stop()
      tray.remove()
    },
  }
}
