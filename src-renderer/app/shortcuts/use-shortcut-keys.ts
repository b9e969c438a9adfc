import { useEffect } from 'react'
import { isMatch, type Pressed } from './keys.ts'
import { type Shortcut, useShortcuts } from './registry.ts'

/** The keys of a sequence follow each other within this time. */
const SEQUENCE_MS = 1200

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio], [type=button]), textarea, select')
}

/** Boxes, menus and lists over the page, which use the keyboard themselves. */
const OVER_THE_PAGE = '[aria-modal="true"], [role="dialog"], [role="menu"], [role="listbox"]'

function isBusy(): boolean {
  return [...document.querySelectorAll(OVER_THE_PAGE)].some((element) => element.checkVisibility())
}

function find(recent: Pressed[], isTyping: boolean): Shortcut | undefined {
  return useShortcuts
    .getState()
    .all.findLast(({ keys, worksInFields }) => keys !== null && (!isTyping || worksInFields) && isMatch(keys, recent))
}

/** Listens for every registered shortcut; once per window. */
export function useShortcutKeys(): void {
  useEffect(() => {
    let recent: { pressed: Pressed; at: number }[] = []
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing || event.repeat || /^(Shift|Control|Alt|AltGraph|Meta)$/.test(event.key)) return
      if (isBusy()) {
        recent = []
        return
      }
      const isTyping = isField(event.target)
      // What is typed into a field does not begin a sequence.
      const earlier = isTyping ? [] : recent.filter(({ at }) => event.timeStamp - at < SEQUENCE_MS)
      recent = [...earlier.slice(-1), { pressed: event, at: event.timeStamp }]
      const shortcut = find(
        recent.map(({ pressed }) => pressed),
        isTyping,
      )
      if (!shortcut) return
      recent = []
      event.preventDefault()
      shortcut.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
