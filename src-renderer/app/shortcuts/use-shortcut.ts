import { useEffect, useRef } from 'react'
import { register, type Shortcut } from './registry.ts'

export interface ShortcutOptions extends Shortcut {
  /** While false it does not exist, neither for the keys nor in the help sheet. */
  isEnabled?: boolean
}

/**
 * A key (or an action of the palette) for as long as this component is on the screen. It appears in
 * the help sheet and in the palette automatically. Not while typing in a field, unless `worksInFields`;
 * never while a dialog is open. Of two with the same keys the newest wins.
 */
export function useShortcut({
  keys,
  label,
  scope,
  run,
  worksInFields = false,
  isKeysOnly = false,
  keywords,
  isEnabled = true,
}: ShortcutOptions): void {
  const newest = useRef(run)
  useEffect(() => {
    newest.current = run
  })
  useEffect(() => {
    if (!isEnabled) return
    return register({ keys, label, scope, run: () => newest.current(), worksInFields, isKeysOnly, keywords })
  }, [keys, label, scope, worksInFields, isKeysOnly, keywords, isEnabled])
}
