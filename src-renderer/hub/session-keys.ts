/** The keys of this browser's session, kept for this address and port alone. Newest first: another tab may have signed in again. */
import { keysInFragment, type SessionKeys } from '../../src-shared/session-keys.ts'

const STORED = 'omni.session'

/** Where the browser keeps nothing, it is signed in until the page is loaded again. */
let unkept: SessionKeys | null = null

/** Takes the keys that a login brought out of the address, before anybody reads that. */
export function takeSessionKeys(): void {
  const brought = keysInFragment(window.location.hash)
  if (brought === null) return
  window.history.replaceState(window.history.state, '', '#/')
  try {
    localStorage.setItem(STORED, JSON.stringify(brought))
  } catch {
    unkept = brought
  }
}

/** Empty keys open nothing. */
export function sessionKeys(): SessionKeys {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? 'null')
    if (typeof kept?.panel === 'string' && typeof kept?.files === 'string') return kept
  } catch {
    // Kept by nobody who can read it.
  }
  return unkept ?? { panel: '', files: '' }
}
