/** How many conversations wait, at the app's own icon: a number on macOS and some Linux desktops, a dot on Windows. */
import { join } from 'node:path'
import { app, type BrowserWindow, nativeImage } from 'electron'
import { t } from './words.ts'

export function showBadge(
  waiting: number,
  window: BrowserWindow | null,
  resources: string,
  platform: NodeJS.Platform = process.platform,
): void {
  if (platform !== 'win32') {
    app.setBadgeCount(waiting)
    return
  }
  if (window === null) return
  const dot = waiting === 0 ? null : nativeImage.createFromPath(join(resources, 'tray', 'overlay.png'))
  window.setOverlayIcon(dot, waiting === 0 ? '' : t('desktop:tray.waiting', { count: waiting }))
}
