/**
 * Shortcuts as text: `mod+k` (Ctrl, on a Mac ⌘), `?`, or a sequence of two keys, `g h`. A key is
 * what it types (`KeyboardEvent.key`), so that it is where a person finds it on any keyboard layout.
 */

export interface Chord {
  key: string
  hasMod: boolean
  hasShift: boolean
  hasAlt: boolean
}

export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

export function parseKeys(keys: string): Chord[] {
  return keys.split(' ').map((chord) => {
    const parts = chord.toLowerCase().split('+')
    const key = parts.pop() ?? ''
    return { key, hasMod: parts.includes('mod'), hasShift: parts.includes('shift'), hasAlt: parts.includes('alt') }
  })
}

function isPressed(chord: Chord, event: Pressed): boolean {
  if (event.key.toLowerCase() !== chord.key) return false
  if ((event.ctrlKey || event.metaKey) !== chord.hasMod) return false
  // Shift is part of how `?` or `[` is typed on some layout; of a letter or a named key it is a choice.
  const isNamed = /^([a-z]|\w{2,})$/.test(chord.key)
  if (isNamed && event.shiftKey !== chord.hasShift) return false
  // AltGr types characters too (`[` on a Brazilian keyboard); it must not hide them.
  return chord.hasAlt ? event.altKey : isNamed ? !event.altKey : true
}

/** Do the keys pressed last, the newest at the end, make this shortcut? */
export function isMatch(keys: string, recent: Pressed[]): boolean {
  const chords = parseKeys(keys)
  const last = recent.slice(-chords.length)
  return last.length === chords.length && chords.every((chord, index) => isPressed(chord, last[index] as Pressed))
}

const NAMES: Record<string, string> = { escape: 'Esc', enter: '↵', arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' }

/** For the screen: one list of key caps per chord. */
export function keyCaps(keys: string, isMac: boolean): string[][] {
  return parseKeys(keys).map(({ key, hasMod, hasShift, hasAlt }) => [
    ...(hasMod ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(hasAlt ? [isMac ? '⌥' : 'Alt'] : []),
    ...(hasShift ? ['⇧'] : []),
    NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ])
}
