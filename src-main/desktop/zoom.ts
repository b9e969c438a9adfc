/** How large the page is drawn: changed by keys, the menu and Ctrl with the mouse wheel, and remembered. */
import type { WebContents } from 'electron'
import type { HostSettingsFile } from './host-settings.ts'

const STEP = 0.5
const [SMALLEST, LARGEST] = [-3, 5]

/** @param step 0 is back to the normal size */
export function nextZoom(level: number, step: -1 | 0 | 1): number {
  return step === 0 ? 0 : Math.min(LARGEST, Math.max(SMALLEST, level + step * STEP))
}

type Page = Pick<WebContents, 'setZoomLevel' | 'on'>

/** Keeps a page at the remembered size; a page that is loaded begins at the normal one. */
export function keepZoom(page: Page, settings: HostSettingsFile): void {
  page.on('did-finish-load', () => page.setZoomLevel(settings.now.zoomLevel))
  page.on('zoom-changed', (_event, direction) => zoom(page, settings, direction === 'in' ? 1 : -1))
}

export function zoom(page: Pick<Page, 'setZoomLevel'>, settings: HostSettingsFile, step: -1 | 0 | 1): void {
  const zoomLevel = nextZoom(settings.now.zoomLevel, step)
  page.setZoomLevel(zoomLevel)
  if (zoomLevel !== settings.now.zoomLevel) settings.change({ zoomLevel })
}
