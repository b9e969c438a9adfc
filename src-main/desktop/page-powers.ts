/** What a page of the app may do, as Electron is told when its window is made. */
import type { WebPreferences } from 'electron'

/** @param preload the path of its script; null for a page without one */
export function pagePowers(preload: string | null, isPackaged: boolean): WebPreferences {
  return {
    ...(preload === null ? {} : { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: true,
    // Whoever sits at a shop's computer has no business in there, and is talked into it by fraudsters.
    devTools: !isPackaged,
  }
}
