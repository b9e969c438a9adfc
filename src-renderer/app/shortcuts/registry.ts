import { create } from 'zustand'

/** Where a shortcut works, which is its heading in the help sheet and in the palette. */
export const SCOPES = ['navigation', 'conversations', 'instances', 'traces', 'playground', 'general'] as const
export type Scope = (typeof SCOPES)[number]

export interface Shortcut {
  /** See `keys.ts`; several ways in are separate shortcuts. Null: an action of the palette without keys. */
  keys: string | null
  /** What it does, in the language of the panel. */
  label: string
  scope: Scope
  run: () => void
  /** Also while a field has the focus. Only for shortcuts with `mod`, which type nothing. */
  worksInFields?: boolean | undefined
  /** Not offered in the palette: it only makes sense where the hands are. */
  isKeysOnly?: boolean | undefined
  /** More words that lead to it in the palette. */
  keywords?: string | undefined
}

/** All that can be done by a key right now, the newest last. */
export const useShortcuts = create<{ all: readonly Shortcut[] }>(() => ({ all: [] }))

/** Until the returned function is called. */
export function register(shortcut: Shortcut): () => void {
  useShortcuts.setState(({ all }) => ({ all: [...all, shortcut] }))
  return () => useShortcuts.setState(({ all }) => ({ all: all.filter((other) => other !== shortcut) }))
}
