/** The menu of the app, in the panel's language. What it does beyond Electron's own roles is handed in. */
import type { MenuItemConstructorOptions } from 'electron'
import { t } from '../words.ts'

export interface MenuActions {
  /** Shows a page of the panel, `/settings`. */
  openPage(href: string): void
  zoom(step: -1 | 0 | 1): void
  quit(): void
}

/** @param isDeveloped adds what only developers need */
export function appMenu(actions: MenuActions, platform: NodeJS.Platform, isDeveloped: boolean): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const settings = { label: t('desktop:menu.settings'), accelerator: 'CmdOrCtrl+,', click: () => actions.openPage('/settings') }
  const quit = { label: t('desktop:menu.quit'), accelerator: 'CmdOrCtrl+Q', click: actions.quit }
  const closeWindow: MenuItemConstructorOptions = { label: t('desktop:menu.closeWindow'), role: 'close' }
  const about = { label: t('desktop:menu.about'), click: () => actions.openPage('/settings/about') }

  const app: MenuItemConstructorOptions = {
    label: 'Omni',
    submenu: [
      about,
      separator,
      settings,
      separator,
      { label: t('desktop:menu.services'), role: 'services' },
      separator,
      { label: t('desktop:menu.hide'), role: 'hide' },
      { label: t('desktop:menu.hideOthers'), role: 'hideOthers' },
      { label: t('desktop:menu.showAll'), role: 'unhide' },
      separator,
      quit,
    ],
  }
  const file = { label: t('desktop:menu.file'), submenu: isMac ? [closeWindow] : [settings, separator, closeWindow, quit] }
  const edit: MenuItemConstructorOptions = {
    label: t('desktop:menu.edit'),
    submenu: [
      { label: t('desktop:menu.undo'), role: 'undo' },
      { label: t('desktop:menu.redo'), role: 'redo' },
      separator,
      { label: t('desktop:menu.cut'), role: 'cut' },
      { label: t('desktop:menu.copy'), role: 'copy' },
      { label: t('desktop:menu.paste'), role: 'paste' },
      { label: t('desktop:menu.selectAll'), role: 'selectAll' },
    ],
  }
  const larger = { label: t('desktop:menu.zoomIn'), click: () => actions.zoom(1) }
  const view: MenuItemConstructorOptions = {
    label: t('desktop:menu.view'),
    submenu: [
      { ...larger, accelerator: 'CmdOrCtrl+Plus' },
      // Where the plus needs Shift, and on the number pad: the same, without a line of its own.
      { ...larger, accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
      { ...larger, accelerator: 'CmdOrCtrl+numadd', visible: false, acceleratorWorksWhenHidden: true },
      { label: t('desktop:menu.zoomOut'), accelerator: 'CmdOrCtrl+-', click: () => actions.zoom(-1) },
      {
        label: t('desktop:menu.zoomOut'),
        accelerator: 'CmdOrCtrl+numsub',
        click: () => actions.zoom(-1),
        visible: false,
        acceleratorWorksWhenHidden: true,
      },
      { label: t('desktop:menu.zoomReset'), accelerator: 'CmdOrCtrl+0', click: () => actions.zoom(0) },
      separator,
      { label: t('desktop:menu.fullScreen'), role: 'togglefullscreen' },
      { label: t('desktop:menu.reload'), role: 'reload' },
      ...(isDeveloped ? [{ label: t('desktop:menu.devTools'), role: 'toggleDevTools' as const }] : []),
    ],
  }
  const window: MenuItemConstructorOptions = {
    label: t('desktop:menu.window'),
    role: 'window',
    submenu: [
      { label: t('desktop:menu.minimize'), role: 'minimize' },
      ...(isMac ? [{ label: t('desktop:menu.front'), role: 'front' as const }] : []),
    ],
  }
  const help: MenuItemConstructorOptions = {
    label: t('desktop:menu.help'),
    role: 'help',
    submenu: [{ label: t('desktop:menu.logs'), click: () => actions.openPage('/settings/logs') }, ...(isMac ? [] : [about])],
  }
  return [...(isMac ? [app] : []), file, edit, view, window, help]
}
