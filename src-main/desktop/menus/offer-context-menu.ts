import { type BrowserWindow, clipboard, Menu } from 'electron'
import { contextMenu } from './context-menu.ts'

export function offerContextMenu(window: BrowserWindow): void {
  const page = window.webContents
  page.on('context-menu', (_event, clicked) => {
    const items = contextMenu(clicked, {
      replace: (word) => page.replaceMisspelling(word),
      learn: (word) => page.session.addWordToSpellCheckerDictionary(word),
      copyText: (text) => void clipboard.writeText(text),
      copyImageAt: (x, y) => page.copyImageAt(x, y),
    })
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}
