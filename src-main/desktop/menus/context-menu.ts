/** The menu of the right mouse button: what can be done with what lies under it. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'
import { externalAddress } from '../addresses.ts'
import { t } from '../words.ts'

const MAX_SUGGESTIONS = 5

/** What of Electron's parameters is looked at. */
export type Clicked = Pick<
  ContextMenuParams,
  'isEditable' | 'editFlags' | 'selectionText' | 'misspelledWord' | 'dictionarySuggestions' | 'linkURL' | 'mediaType' | 'x' | 'y'
>

export interface ContextActions {
  replace(word: string): void
  learn(word: string): void
  copyText(text: string): void
  copyImageAt(x: number, y: number): void
}

/** Empty where there is nothing to do: then no menu opens. */
export function contextMenu(clicked: Clicked, actions: ContextActions): MenuItemConstructorOptions[] {
  const parts = [spelling(clicked, actions), linked(clicked, actions), editing(clicked)].filter((part) => part.length > 0)
  return parts.flatMap((part, index) => (index === 0 ? part : [{ type: 'separator' }, ...part]))
}

function spelling({ misspelledWord, dictionarySuggestions, isEditable }: Clicked, actions: ContextActions): MenuItemConstructorOptions[] {
  if (!isEditable || misspelledWord === '') return []
  const suggested = dictionarySuggestions.slice(0, MAX_SUGGESTIONS).map((word) => ({ label: word, click: () => actions.replace(word) }))
  const none = { label: t('desktop:menu.noSuggestion'), enabled: false }
  return [...(suggested.length > 0 ? suggested : [none]), { label: t('desktop:menu.addWord'), click: () => actions.learn(misspelledWord) }]
}

function linked({ linkURL, mediaType, x, y }: Clicked, actions: ContextActions): MenuItemConstructorOptions[] {
  // The panel's own links are buttons to a person, and their addresses mean nothing elsewhere.
  const address = externalAddress(linkURL)
  return [
    ...(address === null ? [] : [{ label: t('desktop:menu.copyLink'), click: () => actions.copyText(address) }]),
    ...(mediaType === 'image' ? [{ label: t('desktop:menu.copyImage'), click: () => actions.copyImageAt(x, y) }] : []),
  ]
}

function editing({ isEditable, editFlags, selectionText }: Clicked): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { label: t('desktop:menu.copy'), role: 'copy', enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { label: t('desktop:menu.cut'), role: 'cut', enabled: editFlags.canCut },
    copy,
    { label: t('desktop:menu.paste'), role: 'paste', enabled: editFlags.canPaste },
    { label: t('desktop:menu.selectAll'), role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}
